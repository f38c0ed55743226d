package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server is asked about a session, and what is made of its rows. That a real one understands the question is shown with real ones. */
class StateQuestionTest {

    @Test
    void isAskedWithAStatementOfItsOwnThatIsClosedAgain() {
        List<FrontendMessage> messages = asked(List.of("app.tenant"));

        assertThat(messages).extracting(Object::getClass).isEqualTo(List.of(Parse.class, Bind.class, Execute.class, Close.class, Sync.class));
        String name = ((Parse) messages.getFirst()).statement();
        assertThat(name).as("so that the client's unnamed statement survives").isNotEmpty();
        assertThat(((Bind) messages.get(1)).statement()).isEqualTo(name);
        assertThat(messages.get(3)).isEqualTo(new Close(Target.STATEMENT, name));
        assertThat(messages.stream().filter(Sync.class::isInstance)).hasSize(StateQuestion.PARTS);
    }

    @Test
    void namesThePlaceholdersInAnArrayThatEndsNowhereElse() {
        assertThat(arrayOf(List.of())).isEqualTo("{}");
        assertThat(arrayOf(List.of("app.tenant", "app.user"))).isEqualTo("{\"app.tenant\",\"app.user\"}");
        assertThat(arrayOf(List.of("a.\"b,c\\", "ä.}"))).isEqualTo("{\"a.\\\"b,c\\\\\",\"ä.}\"}");
    }

    @Test
    void takesSettingsInTheOrderInWhichTheyCanBeSet() {
        SessionState state = decoded(
                row("setting", "role", "reader"),
                row("setting", "work_mem", "100"),
                row("setting", "session_authorization", "other"),
                row("setting", "client_encoding", "LATIN1"),
                row("setting", "app.tenant", "7"));

        assertThat(names(state)).containsExactly("client_encoding", "work_mem", "app.tenant", "session_authorization", "role");
    }

    @Test
    void leavesOutWhatANewLoginHasByItself() {
        SessionState state = decoded(row("setting", "session_authorization", "alice"), row("setting", "role", "none"));

        assertThat(names(state)).containsExactly("role");
        assertThat(state.isPlain()).isTrue();
        assertThat(decoded(row("setting", "role", "reader")).isPlain()).isFalse();
        assertThat(decoded(row("setting", "session_authorization", "bob"), row("setting", "role", "none")).isPlain()).isFalse();
    }

    @Test
    void leavesOutAPlaceholderThatWasNeverSet() {
        assertThat(decoded(row("setting", "app.tenant", null)).assignments()).isEmpty();
    }

    @Test
    void keepsValuesAsTheServerSentThem() {
        byte[] latin = "Zürich".getBytes(ISO_8859_1);

        SessionState state = StateQuestion.decode(
                List.of(new DataRow(List.of(ascii("setting"), ascii("application_name"), latin))), "alice");

        assertThat(state.assignments().getFirst().value()).isEqualTo(latin);
    }

    @Test
    void tellsStatementsOfPrepareCommandsFromThoseOfTheProtocol() {
        SessionState state = decoded(row("statement", "p", "PREPARE p AS SELECT 1; -- mine"), row("statement", "s1", null));

        assertThat(state.statementNames()).containsExactlyInAnyOrder("p", "s1");
        assertThat(state.sqlStatements()).containsExactly(ascii("PREPARE p AS SELECT 1; -- mine"));
        assertThat(state.unmovable()).isEmpty();
    }

    @Test
    void aPrepareThatCameWithOtherStatementsCannotBeRepeated() {
        SessionState state = decoded(row("statement", "p", "DELETE FROM t; PREPARE p AS SELECT 1"));

        assertThat(state.sqlStatements()).isEmpty();
        assertThat(state.unmovable()).contains("it has a prepared statement that came in a query with others");
    }

    @Test
    void rowsOfAnotherShapeAreNoAnswer() {
        assertThat(StateQuestion.isAnsweredBy(List.of(DataRow.ofTexts(List.of("setting", "role", "none"))))).isTrue();
        assertThat(StateQuestion.isAnsweredBy(List.of())).isTrue();
        assertThat(StateQuestion.isAnsweredBy(List.of(DataRow.ofTexts(List.of("1"))))).isFalse();
    }

    @Test
    void namesTheFirstOfTheThingsThatCannotMove() {
        SessionState state = decoded(row("unmovable", "it holds an advisory lock", null), row("unmovable", "it has a cursor WITH HOLD", null));

        assertThat(state.unmovable()).contains("it holds an advisory lock");
    }

    private static List<FrontendMessage> asked(List<String> placeholders) {
        ByteBuf out = Unpooled.buffer();
        StateQuestion.encode(out, placeholders);
        List<FrontendMessage> messages = new ArrayList<>();
        while (out.isReadable()) {
            byte type = out.readByte();
            messages.add(FrontendMessage.decode(type, out.readSlice(out.readInt() - Integer.BYTES)));
        }
        return messages;
    }

    private static String arrayOf(List<String> placeholders) {
        return new String(((Bind) asked(placeholders).get(1)).values().getFirst(), UTF_8);
    }

    private static SessionState decoded(DataRow... rows) {
        return StateQuestion.decode(Arrays.asList(rows), "alice");
    }

    private static DataRow row(String kind, String name, String value) {
        return DataRow.ofTexts(Arrays.asList(kind, name, value));
    }

    private static List<String> names(SessionState state) {
        return state.assignments().stream().map(each -> new String(each.name(), UTF_8)).toList();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
