package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;
import static io.segue.proxy.control.console.Table.time;
import static io.segue.proxy.control.console.Table.truth;

import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.Console.Column;
import io.segue.proxy.data.console.ConsoleException;
import io.segue.proxy.watch.transcript.Recording;
import io.segue.proxy.watch.transcript.RecordingView;
import io.segue.proxy.watch.transcript.Transcripts;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * TRANSCRIPT ON and OFF, and SHOW TRANSCRIPTS.
 *
 * <p>{@code sessions} that are in it now; {@code dropped}: lines that came faster than they could be written; {@code values}: whether the
 * beginnings of values are shown.
 */
final class TranscriptOperations {

    /** Long enough to try something again, short enough to be forgotten without harm. */
    private static final Duration USUAL_LIMIT = Duration.ofMinutes(5);

    private static final long USUAL_LINES = 100_000;

    private TranscriptOperations() {}

    static Operation show(Transcripts transcripts) {
        return table(transcripts, transcripts::views);
    }

    static Operation off(Transcripts transcripts) {
        return table(transcripts, transcripts::end);
    }

    private static Table<RecordingView> table(Transcripts transcripts, Table.Source<RecordingView> source) {
        return new Table<>(
                List.of(
                        bigint("id", RecordingView::id),
                        text("subject", RecordingView::subject),
                        text("by", RecordingView::by),
                        time("since", RecordingView::since),
                        time("until", RecordingView::until),
                        bigint("sessions", RecordingView::sessions),
                        bigint("lines", RecordingView::lines),
                        bigint("line_limit", RecordingView::lineLimit),
                        bigint("dropped", RecordingView::dropped),
                        truth("values", RecordingView::values),
                        text("file", _ -> transcripts.place())),
                source);
    }

    static Operation on(Transcripts transcripts, Command.TranscriptOn command) {
        return new Operation() {
            @Override
            public List<Column> columns() {
                return show(transcripts).columns();
            }

            @Override
            public List<List<String>> run(Console.Client client) throws ConsoleException, InterruptedException {
                RecordingView begun = begin(transcripts, command, client.user());
                return table(transcripts, () -> List.of(begun)).run(client);
            }
        };
    }

    private static RecordingView begin(Transcripts transcripts, Command.TranscriptOn command, String user) throws ConsoleException {
        try {
            return transcripts.begin(new Recording.Order(
                            command.subject(), user, command.limit().orElse(USUAL_LIMIT), command.lines().orElse(USUAL_LINES), command.values()))
                    .orElseThrow(() -> ConsoleStates.refused(
                            "there are " + Transcripts.MOST + " transcripts already", "SHOW TRANSCRIPTS shows them, TRANSCRIPT OFF ends them."));
        } catch (UncheckedIOException e) {
            throw ConsoleStates.refused("no transcript can be written: " + e.getCause(), "Look at " + transcripts.place() + ".");
        }
    }
}
