package io.segue.proxy.data.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.AuthenticationOk;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.CancelRequest;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.NegotiateProtocolVersion;
import io.segue.protocol.message.NoticeResponse;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.ParseComplete;
import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.StartupMessage;
import io.segue.protocol.message.TransactionStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the TCP connection to the first ReadyForQuery, and every way in which that can fail. */
class BackendLoginTest {

    private static final BackendMessage[] WELCOME = {
        new AuthenticationOk(),
        new ParameterStatus("server_version", "15.20"),
        new ParameterStatus("TimeZone", "UTC"),
        ScriptedServer.KEY_DATA,
        new ReadyForQuery(TransactionStatus.IDLE)
    };

    @Test
    void sendsTheClientsOwnParametersButNotWhatConcernsItsSideOfTheConnection() {
        Login login = Login.trusted();

        StartupMessage startup = login.server().hearsStartup();

        assertThat(startup.version()).isEqualTo(ProtocolVersion.V3_0);
        assertThat(startup.parameters())
                .containsExactly(Map.entry("user", "alice"), Map.entry("database", "shop"), Map.entry("options", "-c geqo=off"));
        login.server().hangsUp();
        login.server().leavesNothingBehind();
    }

    @Test
    void aServerThatTrustsGivesALink() {
        Login login = Login.trusted();
        login.server().hearsStartup();

        login.server().says(WELCOME);

        BackendLink link = login.link().orElseThrow();
        assertThat(link.node()).isEqualTo(ScriptedServer.NODE);
        assertThat(link.processId()).isEqualTo(4711);
        assertThat(link.cancelRequest()).isEqualTo(new CancelRequest(4711, ScriptedServer.KEY_DATA.key()));
        assertThat(link.parameters()).containsExactly(Map.entry("server_version", "15.20"), Map.entry("TimeZone", "UTC"));
        assertThat(login.server().hearsTypes()).isEmpty();
        login.server().leavesNothingBehind();
    }

    @Test
    void whatComesBehindTheReadyForQueryIsForTheLinksListenerWhereverItIsCut() {
        ByteBuf whole = Unpooled.buffer();
        for (BackendMessage message : WELCOME) {
            message.encode(whole);
        }
        whole.writeBytes("behind".getBytes(UTF_8));

        for (int cut = 0; cut <= whole.readableBytes(); cut++) {
            Login login = Login.trusted();
            login.server().says(login.server().allocator().buffer().writeBytes(whole, 0, cut));
            login.server().says(login.server().allocator().buffer().writeBytes(whole, cut, whole.readableBytes() - cut));

            String heard = String.join("", login.heard().events()).replace("(read complete)", "");
            assertThat(heard).as("cut at %s", cut).isEqualTo("behind");
            assertThat(login.outcomes()).isEqualTo(1);
            login.server().leavesNothingBehind();
        }
    }

    @Test
    void aLinkThatNobodyWantsAnyMoreIsClosedWithWhatCameBehind() {
        Login login = Login.trusted();
        login.server().hearsStartup();
        login.isUnwanted();

        login.server().says(login.server().bytes(WELCOME).writeBytes("behind".getBytes(UTF_8)));

        assertThat(login.server().hearsTypes()).containsExactly('X');
        assertThat(login.server().isConnected()).isFalse();
        login.server().leavesNothingBehind();
    }

    @Test
    void noticesAreKeptInTheirPlacesAndNegotiationsDoNotMatter() {
        Login login = Login.trusted();
        NoticeResponse first = new NoticeResponse(ErrorFields.warning(SqlState.INTERNAL_ERROR, "the collation has another version"));
        NoticeResponse last = new NoticeResponse(ErrorFields.notice("a trigger greets"));

        login.server().says(new NegotiateProtocolVersion(ProtocolVersion.V3_0, List.of()), new AuthenticationOk(), first, ScriptedServer.KEY_DATA);
        login.server().says(last, new ReadyForQuery(TransactionStatus.IDLE));

        LoginNotices notices = login.link().orElseThrow().loginNotices();
        assertThat(notices.beforeSettings()).containsExactly(first);
        assertThat(notices.behindKey()).containsExactly(last);
        login.server().leavesNothingBehind();
    }

    /** A login event trigger may set something, which the server tells behind the key. */
    @Test
    void settingsThatChangeBehindTheKeyAreKeptInTheirPlace() {
        Login login = Login.trusted();
        ParameterStatus late = new ParameterStatus("TimeZone", "Asia/Tokyo");

        login.server().says(new AuthenticationOk(), new ParameterStatus("TimeZone", "UTC"), ScriptedServer.KEY_DATA, late);
        login.server().says(new ReadyForQuery(TransactionStatus.IDLE));

        BackendLink link = login.link().orElseThrow();
        assertThat(link.parameters()).isEqualTo(Map.of("TimeZone", "Asia/Tokyo"));
        assertThat(link.loginNotices().atFirst(link.parameters())).isEqualTo(Map.of("TimeZone", "UTC"));
        assertThat(link.loginNotices().behindKey()).containsExactly(late);
        login.server().leavesNothingBehind();
    }

    @Test
    void ofAServerThatRemarksWithoutEndTheFirstNoticesAreKept() {
        Login login = Login.trusted();

        login.server().says(new AuthenticationOk());
        for (int i = 0; i < 1000; i++) {
            login.server().says(new NoticeResponse(ErrorFields.notice("number " + i)));
        }
        login.server().says(ScriptedServer.KEY_DATA, new ReadyForQuery(TransactionStatus.IDLE));

        LoginNotices notices = login.link().orElseThrow().loginNotices();
        assertThat(notices.beforeSettings()).hasSize(LoginNotices.MAX_NOTICES);
        assertThat(notices.beforeSettings().getFirst().fields().message()).isEqualTo("number 0");
        assertThat(notices.behindKey()).isEmpty();
        login.server().leavesNothingBehind();
    }

    @ParameterizedTest
    @CsvSource({"28000, true", "28P01, true", "3D000, true", "42501, true", "53300, false", "57P03, false", "XX000, false"})
    void aRefusalIsPassedOnInTheServersOwnWords(String sqlState, boolean concernsTheClient) {
        ErrorFields words = ErrorFields.fatal(SqlState.INTERNAL_ERROR, "no, and this is why").with('C', sqlState).with('R', "auth_failed");
        Login login = Login.trusted();

        login.server().says(new ErrorResponse(words));

        LinkFailure.Refused refused = (LinkFailure.Refused) login.failure();
        assertThat(refused.error()).isEqualTo(words);
        assertThat(refused.concernsTheClient()).isEqualTo(concernsTheClient);
        assertThat(login.server().isConnected()).isFalse();
        login.server().leavesNothingBehind();
    }

    @Test
    void aRefusalAfterTheAuthenticationCountsAsWell() {
        Login login = Login.trusted();

        login.server().says(new AuthenticationOk(), new ErrorResponse(ErrorFields.fatal(SqlState.INVALID_CATALOG_NAME, "no such database")));

        assertThat(login.failure().error().message()).isEqualTo("no such database");
        login.server().leavesNothingBehind();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 20})
    void aServerThatHangsUpIsNotReached(int bytesBefore) {
        Login login = Login.trusted();
        ByteBuf welcome = login.server().bytes(WELCOME);
        login.server().says(welcome.readRetainedSlice(bytesBefore));
        welcome.release();

        login.server().hangsUp();

        assertUnreachable(login, "the server closed the connection during the login");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 400 Bad Request    | invalid message length
            E\\0\\0\\0\\3               | invalid message length
            E\\0\\0\\0\\4               | insufficient data left in message
            ?\\0\\0\\0\\4               | unexpected backend message type 63
            Z\\0\\0\\0\\5I              | it sent no BackendKeyData
            """)
    void aServerThatTalksNonsenseIsNotReached(String nonsense, String reason) {
        Login login = Login.trusted();

        login.server().says(Unpooled.copiedBuffer(nonsense.translateEscapes(), UTF_8));

        assertUnreachable(login, reason);
    }

    @Test
    void aMessageThatDoesNotBelongIntoALoginIsNamed() {
        Login login = Login.trusted();

        login.server().says(new ParseComplete());

        assertUnreachable(login, "it sent ParseComplete during the login");
    }

    @Test
    void aServerThatIsSlowerThanTheDeadlineIsNotReached() {
        Login login = Login.trusted();
        login.server().says(new AuthenticationOk());

        login.server().waits(Login.DEADLINE.minus(Duration.ofMillis(1)));
        assertThat(login.outcomes()).isZero();
        login.server().waits(Duration.ofMillis(1));

        assertUnreachable(login, "no login within 5000 ms");
    }

    @Test
    void theDeadlineIsThatOfTheLoginAndNotOfTheLink() {
        Login login = Login.trusted();
        login.server().says(WELCOME);

        login.server().waits(Login.DEADLINE.multipliedBy(2));

        assertThat(login.outcomes()).isEqualTo(1);
        assertThat(login.server().isConnected()).isTrue();
        login.server().leavesNothingBehind();
    }

    @Test
    void aConnectionThatBreaksIsAFailure() {
        Login login = Login.trusted();

        login.server().channel().pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));

        assertUnreachable(login, "java.io.IOException: Connection reset by peer");
    }

    @Test
    void whatComesAfterTheFailureChangesNothing() {
        Login login = Login.trusted();
        login.server().says(new ParseComplete(), new AuthenticationOk(), ScriptedServer.KEY_DATA, new ReadyForQuery(TransactionStatus.IDLE));

        login.server().hangsUp();
        login.server().waits(Login.DEADLINE);

        assertThat(login.outcomes()).isEqualTo(1);
        assertUnreachable(login, "it sent ParseComplete during the login");
    }

    private static void assertUnreachable(Login login, String reason) {
        ErrorFields error = ((LinkFailure.Unreachable) login.failure()).error();
        assertThat(error.sqlState()).isEqualTo("57P03");
        assertThat(error.message()).isEqualTo("server node_a cannot be reached");
        assertThat(error.detail()).contains(reason);
        assertThat(error.hint().orElseThrow()).contains("127.0.0.1:5401");
        assertThat(login.server().isConnected()).isFalse();
        login.server().leavesNothingBehind();
    }
}
