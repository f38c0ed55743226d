package io.segue.cli.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalWatchTest {

    @TempDir
    private Path directory;

    @Test
    void readsTheLastWholeLineBehindTheMark() throws IOException {
        Path file = directory.resolve("main.journal");
        JournalWatch watch = new JournalWatch(file);
        assertThat(watch.lastStateSince(watch.mark())).isEmpty();

        Files.writeString(file, "{\"entry\":1,\"state\":\"READY\"}\n");
        int mark = watch.mark();
        assertThat(watch.lastStateSince(mark)).isEmpty();

        append(file, "{\"entry\":2,\"state\":\"TUNING\",\"more\":{}}\n{\"entry\":3,\"state\":\"WARMING\"}\n");
        assertThat(watch.lastStateSince(mark)).contains("WARMING");

        append(file, "{\"entry\":4,\"state\":\"FEN");
        assertThat(watch.lastStateSince(mark)).contains("WARMING");
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
