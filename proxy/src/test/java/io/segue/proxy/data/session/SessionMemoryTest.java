package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.proxy.data.session.SessionState.Assignment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session takes along, when its server has to be asked for it, and when it cannot go. */
class SessionMemoryTest {

    private static final int MAX_BYTES = 100;
    private static final Assignment NO_ROLE = assignment("role", "none");

    private final SessionMemory memory = new SessionMemory(MAX_BYTES, Map.of(), false);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one encoding                     | <S:UTF8 . >P:\u00e4 >S <1 <Z:I .                                                        | true
            another one behind it            | <S:UTF8 . >P:\u00e4 >S <1 <Z:I . >Q <C:SET <S:LATIN1 <Z:I .                             | false
            another one, and back            | <S:UTF8 . >P:\u00e4 >S <1 <Z:I . >Q <C:SET <S:LATIN1 <Z:I . >Q <C:SET <S:UTF8 <Z:I .     | true
            another one, and sent again      | <S:UTF8 . >P:\u00e4 >S <1 <Z:I . >Q <C:SET <S:LATIN1 <Z:I . >P:\u00e4 >S <1 <Z:I .           | true
            another one, and closed          | <S:UTF8 . >P:\u00e4 >S <1 <Z:I . >Q <C:SET <S:LATIN1 <Z:I . >C:\u00e4 >S <3 <Z:I .           | true
            the same everywhere              | <S:UTF8 . >P:a >S <1 <Z:I . >Q <C:SET <S:LATIN1 <Z:I .                             | true
            either, in the unit that changes | <S:UTF8 . >P:set >B >E >P:\u00e4 >S <1 <2 <C:SET <1 <S:LATIN1 <Z:I .                   | false
            """)
    void statementsGoAlongInTheEncodingThatTheyWereSentIn(String which, String conversation, boolean movable) {
        assertThat(Dialogue.of(conversation).memory().unmovable().isEmpty()).isEqualTo(movable);
    }

    @Test
    void aNewSessionHasToBeAskedAboutOnceAndTakesNothingAlong() {
        assertThat(memory.isStale()).isTrue();
        assertThat(memory.replay().isEmpty()).isTrue();

        memory.learn(plain());

        assertThat(memory.isStale()).isFalse();
        assertThat(memory.replay().isEmpty()).as("the new link has that by itself").isTrue();
        assertThat(memory.unmovable()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SET, true", "DISCARD ALL, true", "DO, true", "SELECT 1, false", "INSERT 0 1, false", "'', false", "D, false"})
    void aTagTellsWhetherWhatIsKnownIsStale(String tag, boolean stale) {
        memory.learn(plain());

        tag(tag);

        assertThat(memory.isStale()).isEqualTo(stale);
    }

    @Test
    void whatTheServerSaysReplacesWhatItSaidBefore() {
        tag("SET");
        memory.learn(state(List.of(assignment("work_mem", "100"), NO_ROLE)));
        assertThat(settings()).containsExactly("work_mem=100", "role=none");

        tag("RESET");
        memory.learn(plain());

        assertThat(settings()).as("a role that was taken back has to be taken back on a warm link, too").containsExactly("role=none");
    }

    @Test
    void aRoleThatNoStatementHasTakenGoesAlong() {
        memory.learn(state(List.of(assignment("role", "reader"))));

        assertThat(settings()).containsExactly("role=reader");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SET app.tenant = '7'                                   | [app.tenant]
            SET App.Tenant TO 7; set local app.user = 'x'          | [app.tenant, app.user]
            SET app.tenant = 1; SET app.tenant = 2                 | [app.tenant]
            SELECT set_config('app.tenant', '7', false)            | [app.tenant]
            SET work_mem = '4MB'                                   | []
            SELECT 'SET app.tenant = 7'                            | []
            RESET app.tenant                                       | [app.tenant]
            """)
    void onlyNamesThatTheServerDoesNotListAreKept(String text, String names) {
        note(text);

        assertThat(memory.placeholderNames()).hasToString(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT set_config('work_mem', '4MB', false)", "SELECT set_config(lower($1), $2, false)"})
    void aCallOfSetConfigMakesWhatIsKnownStaleThoughItsTagDoesNot(String text) {
        memory.learn(plain());

        note(text);

        assertThat(memory.isStale()).isTrue();
    }

    @Test
    void aQueryThatWasNotLookedIntoMayHaveDoneAnything() {
        memory.learn(plain());

        memory.noteUnseen();

        assertThat(memory.isStale()).isTrue();
    }

    @Test
    void statementsGoAlongInTheirOrderAndTheUnnamedOneLast() {
        parsed("", 10);
        parsed("b", 10);
        parsed("a", 10);

        assertThat(statements()).containsExactly("b", "a", "");
    }

    @Test
    void aStatementThatIsParsedAnewAfterItsCloseIsKeptOnce() {
        parsed("a", 60);
        memory.closed("a");
        parsed("a", 60);

        assertThat(statements()).containsExactly("a");
        assertThat(memory.unmovable()).isEmpty();
    }

    @Test
    void aSessionWithMoreStatementsThanMayBeKeptCannotMove() {
        parsed("a", 60);
        parsed("b", 40);
        assertThat(memory.unmovable()).as("exactly at the limit").isEmpty();

        parsed("c", 1);

        assertThat(memory.unmovable()).contains("its prepared statements and settings take more than 100 bytes (limits.session-memory)");
        assertThat(statements()).containsExactly("a", "b");
    }

    @Test
    void namesOfSettingsCountAsWell() {
        parsed("a", 95);

        note("SET app.tenant = 7");

        assertThat(memory.unmovable()).isPresent();
        assertThat(memory.placeholderNames()).isEmpty();
    }

    @Test
    void aStatementTooLargeToBeLookedAtCannotMove() {
        memory.statementTooLarge();

        assertThat(memory.unmovable().orElseThrow()).contains("more than 100 bytes");
    }

    @Test
    void statementsThatTheServerHasNoLongerAreForgottenAndTheirRoomIsFree() {
        parsed("kept", 50);
        parsed("deallocated", 50);
        parsed("", 10);

        memory.learn(new SessionState(List.of(NO_ROLE), List.of(), Set.of("kept", "segue_session_state"), List.of(), Optional.empty()));
        parsed("new", 50);

        assertThat(statements()).containsExactly("kept", "new", "");
        assertThat(memory.unmovable()).isEmpty();
    }

    @Test
    void statementsOfPrepareCommandsGoAlongAsTheServerHasThem() {
        memory.learn(new SessionState(List.of(NO_ROLE), List.of("PREPARE p AS SELECT 1".getBytes(UTF_8)), Set.of("p"), List.of(), Optional.empty()));

        assertThat(memory.replay().sqlStatements()).containsExactly("PREPARE p AS SELECT 1".getBytes(UTF_8));
    }

    @Test
    void aSessionThatCannotMoveIsAskedAgainAfterItsNextStatement() {
        memory.learn(new SessionState(List.of(NO_ROLE), List.of(), Set.of(), List.of(), Optional.of("it holds an advisory lock")));
        assertThat(memory.unmovable()).contains("it holds an advisory lock");
        assertThat(memory.isStale()).as("before that the answer would be the same").isFalse();

        tag("SELECT 1");
        assertThat(memory.isStale()).isTrue();
        memory.learn(plain());

        assertThat(memory.unmovable()).isEmpty();
    }

    @Test
    void aSessionWhoseServerCannotBeAskedCannotMove() {
        memory.cannotBeAsked("canceling statement due to statement timeout");

        assertThat(memory.unmovable()).contains("its server could not be asked for its state, canceling statement due to statement timeout");
        assertThat(memory.isStale()).isFalse();
    }

    private void parsed(String name, int bytes) {
        memory.parsed(new ParsedStatement(name, new byte[bytes]));
    }

    private void note(String text) {
        ByteBuf bytes = Unpooled.copiedBuffer("Qxxxx" + text + '\0', UTF_8);
        memory.noteQuery(bytes, 5, bytes.readableBytes() - 5);
    }

    private void tag(String tag) {
        ByteBuf bytes = Unpooled.copiedBuffer(tag + '\0', UTF_8);
        memory.noteTag(bytes, 0, bytes.readableBytes());
    }

    private List<String> settings() {
        return memory.replay().assignments().stream().map(each -> new String(each.name(), UTF_8) + "=" + new String(each.value(), UTF_8)).toList();
    }

    private List<String> statements() {
        return memory.replay().parses().stream().map(ParsedStatement::name).toList();
    }

    private static SessionState plain() {
        return state(List.of(NO_ROLE));
    }

    private static SessionState state(List<Assignment> settings) {
        return new SessionState(settings, List.of(), Set.of(), List.of(), Optional.empty());
    }

    private static Assignment assignment(String name, String value) {
        return new Assignment(name.getBytes(UTF_8), value.getBytes(UTF_8));
    }
}
