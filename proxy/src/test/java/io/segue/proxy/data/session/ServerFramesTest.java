package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.BindComplete;
import io.segue.protocol.message.CommandComplete;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.NoData;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.PortalSuspended;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.RowDescription;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.TransactionStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken in from a server's bytes as they pass, however they are cut. */
class ServerFramesTest {

    private static final ErrorResponse FAREWELL = new ErrorResponse(ErrorFields.fatal(SqlState.ADMIN_SHUTDOWN, "terminating connection"));

    private final Outstanding outstanding = new Outstanding();
    private final SessionMemory memory = new SessionMemory(1000, Map.of(), false);
    private final Map<String, String> parameters = new TreeMap<>(Map.of("TimeZone", "UTC"));
    private boolean errorsPass = true;
    private final ServerFrames frames = new ServerFrames(outstanding, memory, parameters, () -> errorsPass);

    @Test
    void takesInAnswersWhereverTheyAreCut() {
        ByteBuf answer = bytes(
                new CommandComplete("SET"), new ParameterStatus("TimeZone", "Europe/Zürich"), new ReadyForQuery(TransactionStatus.IN_TRANSACTION));

        for (int cut = 0; cut <= answer.readableBytes(); cut++) {
            parameters.put("TimeZone", "UTC");
            memory.learn(new SessionState(List.of(), List.of(), Set.of(), List.of(), Optional.empty()));
            outstanding.query();
            frames.scan(answer.copy(0, cut));
            frames.scan(answer.copy(cut, answer.readableBytes() - cut));

            assertThat(parameters).containsExactly(Map.entry("TimeZone", "Europe/Zürich"));
            assertThat(memory.isStale()).as("the tag was seen").isTrue();
            assertThat(outstanding.isAnswerDue()).isFalse();
            assertThat(outstanding.isNothing()).as("a transaction is open").isFalse();
        }
    }

    @Test
    void stopsInFrontOfAnErrorThatMayNotPassAndTakesNoNoteOfIt() {
        ByteBuf notice = bytes(new ParameterStatus("TimeZone", "Europe/Zürich"));
        ByteBuf both = bytes(new ParameterStatus("TimeZone", "Europe/Zürich"), FAREWELL);
        outstanding.parse(new ParsedStatement("s", new byte[5]));
        errorsPass = false;

        assertThat(frames.scan(both)).isEqualTo(notice.readableBytes());

        assertThat(parameters).containsEntry("TimeZone", "Europe/Zürich");
        assertThat(outstanding.parseCompletes()).as("still due").isPresent();
    }

    @Test
    void knowsThatTheServersLastWordIsAnErrorWhereverItIsCut() {
        ByteBuf farewell = bytes(FAREWELL);

        for (int cut = 1; cut < farewell.readableBytes(); cut++) {
            frames.scan(bytes(new ReadyForQuery(TransactionStatus.IDLE)));
            assertThat(frames.sawError()).isFalse();

            frames.scan(farewell.copy(0, cut));
            frames.scan(farewell.copy(cut, farewell.readableBytes() - cut));
            assertThat(frames.sawError()).as("cut at %s", cut).isTrue();
        }
    }

    @Test
    void anErrorThatTheServerGoesOnFromIsNotItsLastWord() {
        outstanding.query();

        frames.scan(bytes(FAREWELL, new ReadyForQuery(TransactionStatus.FAILED)));

        assertThat(frames.sawError()).isFalse();
    }

    /** Types of what comes in front of the tag, as in the manual: T, D, n, 2 (BindComplete), s (PortalSuspended), Z. */
    @ParameterizedTest
    @CsvSource({
        "T, SELECT 0, false", "TD, SELECT 1, false", "2D, SELECT 1, false", "2, SELECT 0, false", "2, SELECT 1, true", "n, SELECT 0, true",
        "Z, SELECT 7, true", "Z, SELECT 0, true", "s, SELECT 0, false", "Z, INSERT 0 1, false"})
    void aSelectThatShowsNothingOfItsRowsHasMadeATable(String before, String tag, boolean table) {
        memory.learn(SessionState.UNTOUCHED);

        frames.scan(bytes(before.chars().mapToObj(ServerFramesTest::message).toArray(BackendMessage[]::new)));
        frames.scan(bytes(new CommandComplete(tag)));

        assertThat(memory.isStale()).isEqualTo(table);
    }

    @Test
    void aTagThatIsEmptySaysNothing() {
        memory.learn(SessionState.UNTOUCHED);

        // A buffer that ends with it.
        frames.scan(bytes(new CommandComplete("")).copy());

        assertThat(memory.isStale()).isFalse();
        assertThat(outstanding.isCommitted()).isFalse();
    }

    private static BackendMessage message(int type) {
        return switch (type) {
            case 'T' -> new RowDescription(List.of());
            case 'D' -> new DataRow(List.of());
            case 'n' -> new NoData();
            case '2' -> new BindComplete();
            case 's' -> new PortalSuspended();
            default -> new ReadyForQuery(TransactionStatus.IDLE);
        };
    }

    @Test
    void objectsToAParameterThatIsNone() {
        ByteBuf broken = Unpooled.buffer().writeByte('S').writeInt(6).writeByte('a').writeByte('b');

        assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> frames.scan(broken));
    }

    private static ByteBuf bytes(BackendMessage... messages) {
        ByteBuf out = Unpooled.buffer();
        for (BackendMessage message : messages) {
            message.encode(out);
        }
        return out;
    }
}
