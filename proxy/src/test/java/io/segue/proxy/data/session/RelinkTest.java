package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.CommandComplete;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.ParseComplete;
import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.StartupMessage;
import io.segue.protocol.message.TransactionStatus;
import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.backend.LoginKey;
import io.segue.proxy.data.backend.ScriptedServer;
import io.segue.proxy.data.session.SessionState.Assignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A link is told what it does not know, and what it has not taken in is not taken for known. */
class RelinkTest {

    private static final BackendMessage READY = new ReadyForQuery(TransactionStatus.IDLE);
    private static final BackendMessage PARSED = new ParseComplete();
    private static final Assignment ENCODING = new Assignment("client_encoding".getBytes(UTF_8), "LATIN1".getBytes(UTF_8));
    private static final ParsedStatement FIRST = new ParsedStatement("s1", "s1\0SELECT 1\0\0\0".getBytes(UTF_8));
    private static final ParsedStatement SECOND = new ParsedStatement("s2", "s2\0SELECT 2\0\0\0".getBytes(UTF_8));

    private final ScriptedServer server = new ScriptedServer();
    private final List<SpareLink.Prepared> links = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    @Test
    void aNewLinkIsToldEverything() {
        Replay all = Replay.all(List.of(ENCODING), List.of(), List.of(FIRST, SECOND));

        tell(Replay.NOTHING, all);
        assertThat(server.hearsTypes()).containsExactly('P', 'B', 'E', 'C', 'S', 'P', 'S', 'P', 'S');
        server.says(new CommandComplete("SELECT 1"), READY, PARSED, READY, PARSED, READY);

        assertThat(links.getFirst().told()).isEqualTo(all);
        server.leavesNothingBehind();
    }

    @Test
    void aLinkThatKnowsEverythingIsReadyAtOnce() {
        Replay all = Replay.all(List.of(ENCODING), List.of(), List.of(FIRST));

        tell(all, all);

        assertThat(links).hasSize(1);
        assertThat(server.hearsTypes()).isEmpty();
        server.leavesNothingBehind();
    }

    @Test
    void whatAStandbyRefusedIsToldAgainTheNextTime() {
        Replay all = Replay.all(List.of(ENCODING), List.of("PREPARE p AS SELECT 1".getBytes(UTF_8)), List.of(FIRST, SECOND));
        Replay withoutSql = Replay.all(List.of(ENCODING), List.of(), List.of(FIRST, SECOND));

        tell(Replay.NOTHING, all);
        server.says(READY, error("canceling statement due to conflict with recovery"), READY, PARSED, READY, error("no such table"), READY);
        assertThat(links.getLast().told()).isEqualTo(Replay.all(List.of(ENCODING), List.of(), List.of(FIRST)));
        server.hearsTypes();

        tell(links.getLast().told(), withoutSql);
        assertThat(server.hearsTypes()).as("the second statement alone").containsExactly('P', 'S');
        server.says(PARSED, READY);

        assertThat(links.getLast().told()).isEqualTo(withoutSql);
        server.leavesNothingBehind();
    }

    @Test
    void aLinkThatRefusesTheSettingsCannotServeTheSession() {
        tell(Replay.NOTHING, Replay.all(List.of(ENCODING), List.of(), List.of(FIRST)));

        server.says(error("role \"reader\" does not exist"), READY, PARSED, READY);

        assertThat(refusals).singleElement().asString().startsWith("impossible").contains("role \"reader\" does not exist");
        assertThat(server.isConnected()).isFalse();
        server.leavesNothingBehind();
    }

    @Test
    void aStandbyThatCancelsTheSettingsForItsReplayCanBeTriedAgain() {
        ErrorFields conflict = ErrorFields.error(SqlState.SERIALIZATION_FAILURE, "canceling statement due to conflict with recovery");
        tell(Replay.NOTHING, Replay.all(List.of(ENCODING), List.of(), List.of()));

        server.says(new ErrorResponse(conflict), READY);

        assertThat(refusals).singleElement().asString().startsWith("unreachable").contains("conflict with recovery");
        assertThat(server.isConnected()).isFalse();
        server.leavesNothingBehind();
    }

    @Test
    void aLinkThatIsLostMeanwhileCanBeTriedAgain() {
        tell(Replay.NOTHING, Replay.all(List.of(ENCODING), List.of(), List.of()));

        server.hangsUp();

        assertThat(refusals).singleElement().asString().startsWith("unreachable");
        server.leavesNothingBehind();
    }

    private void tell(Replay told, Replay whole) {
        SpareLink.Prepared link = links.isEmpty() ? new SpareLink.Prepared(server.link(), told) : links.getLast();
        relink().tell(link, whole, new Relink.Outcome() {
            @Override
            public void relinked(SpareLink.Prepared ready) {
                links.add(ready);
            }

            @Override
            public void unreachable(ErrorFields cause) {
                refusals.add("unreachable " + cause);
            }

            @Override
            public void impossible(ErrorFields cause) {
                refusals.add("impossible " + cause);
            }
        });
    }

    private Relink relink() {
        BackendDialer nobody = new BackendDialer(null, Duration.ofSeconds(1), Duration.ofSeconds(1), Runnable::run, Map.of(), Map.of());
        StartupMessage startup = new StartupMessage(ProtocolVersion.V3_0, Map.of("user", "alice"));
        return new Relink(nobody, server.loop(), startup, new LoginKey.None(), Duration.ofSeconds(2), notification -> notification.release());
    }

    private static ErrorResponse error(String message) {
        return new ErrorResponse(ErrorFields.error(SqlState.QUERY_CANCELED, message));
    }
}
