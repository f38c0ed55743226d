package io.segue.proxy.data.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.segue.protocol.login.ScramAccount;
import io.segue.protocol.login.ScramServer;
import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.message.AuthenticationCleartextPassword;
import io.segue.protocol.message.AuthenticationMD5Password;
import io.segue.protocol.message.AuthenticationOk;
import io.segue.protocol.message.AuthenticationSASL;
import io.segue.protocol.message.AuthenticationSASLContinue;
import io.segue.protocol.message.AuthenticationSASLFinal;
import io.segue.protocol.message.AuthenticationUnsupported;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.SASLInitialResponse;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.TransactionStatus;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who proves what to whom before the server's word is taken. */
class BackendLoginScramTest {

    private static final AuthenticationSASL OFFER = new AuthenticationSASL(List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"));
    private static final BackendMessage[] WELCOME = {
        new AuthenticationOk(), ScriptedServer.KEY_DATA, new ReadyForQuery(TransactionStatus.IDLE)
    };

    private final Login login = Login.withKey();

    @Test
    void theRecoveredKeyOpensAServerWithTheSameVerifier() {
        ScramServer.Accepted accepted = (ScramServer.Accepted) exchange(Login.VERIFIER);

        login.server().says(new AuthenticationSASLFinal(accepted.serverFinal())).says(WELCOME);

        assertThat(login.link()).isPresent();
        assertThat(login.server().hearsTypes()).isEmpty();
        login.server().leavesNothingBehind();
    }

    @Test
    void aServerThatDoesNotKnowThePasswordIsNotBelieved() {
        exchange(Login.VERIFIER);

        login.server().says(new AuthenticationSASLFinal("v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".getBytes(UTF_8)));

        assertUnreachable("incorrect server signature");
    }

    @Test
    void aServerThatLetsUsInWithoutItsOwnProofIsNotBelieved() {
        exchange(Login.VERIFIER);

        login.server().says(WELCOME);

        assertUnreachable("it let role alice in without proving that it knows the role's password");
    }

    @Test
    void aServerThatBreaksOffTheExchangeIsNotBelieved() {
        login.server().says(OFFER).says(WELCOME);

        assertUnreachable("it let role alice in without proving that it knows the role's password");
    }

    @Test
    void aServerThatTrustsNeedNotProveAnything() {
        login.server().says(WELCOME);

        assertThat(login.link()).isPresent();
        login.server().leavesNothingBehind();
    }

    @Test
    void aKeyFromBeforeThePasswordWasSetAnewIsOfNoUse() {
        ScramVerifier anew = ScramVerifier.of("pencil", "other".getBytes(UTF_8), 2);
        challenge(anew);

        ErrorFields error = ((LinkFailure.Outdated) login.failure()).error();
        assertThat(error.is(SqlState.INVALID_PASSWORD)).as("%s", error).isTrue();
        assertThat(error.detail().orElseThrow()).contains("its password was set anew");
        assertThat(login.server().hearsTypes()).as("no proof is sent").isEmpty();
        login.server().leavesNothingBehind();
    }

    static Stream<Arguments> outOfOrder() {
        return Stream.of(
                Arguments.of(new AuthenticationSASLContinue("r=x,s=AQ==,i=2".getBytes(UTF_8))),
                Arguments.of(new AuthenticationSASLFinal("v=AQ==".getBytes(UTF_8))));
    }

    @ParameterizedTest
    @MethodSource("outOfOrder")
    void anExchangeThatWasNotBegunCannotGoOn(BackendMessage message) {
        login.server().says(message);

        assertUnreachable("it went on with an authentication exchange that was not begun");
    }

    static Stream<Arguments> methods() {
        return Stream.of(
                Arguments.of(new AuthenticationCleartextPassword(), "a password in clear"),
                Arguments.of(new AuthenticationMD5Password(new byte[] {1, 2, 3, 4}), "an md5 password"),
                Arguments.of(new AuthenticationUnsupported(7, new byte[0]), "authentication method 7"),
                Arguments.of(new AuthenticationSASL(List.of("SCRAM-SHA-256-PLUS")), "a SASL mechanism other than SCRAM-SHA-256"));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void whatCannotBeProvedForTheClientIsNamed(BackendMessage demand, String method) {
        login.server().hearsStartup();

        login.server().says(demand);

        assertUnreachable("it asks role alice for " + method + ", which Segue cannot repeat on the client's behalf");
    }

    @Test
    void aClientThatWasTrustedHasNothingToProveWith() {
        Login trusted = Login.trusted();

        trusted.server().says(OFFER);

        assertThat(trusted.failure().error().detail().orElseThrow()).contains("SCRAM-SHA-256, and the client was let in without a password");
        trusted.server().leavesNothingBehind();
    }

    private ScramServer.Challenge challenge(ScramVerifier verifier) {
        login.server().hearsStartup();
        login.server().says(OFFER);
        SASLInitialResponse first = SASLInitialResponse.decode(Unpooled.wrappedBuffer(login.server().hears('p')));
        assertThat(first.mechanism()).isEqualTo("SCRAM-SHA-256");
        ScramServer.Challenge challenge = new ScramServer(new ScramAccount.Known(verifier), "server").challenge(first.data());
        login.server().says(new AuthenticationSASLContinue(challenge.message()));
        return challenge;
    }

    private ScramServer.Result exchange(ScramVerifier verifier) {
        return challenge(verifier).verify(login.server().hears('p'));
    }

    private String detail() {
        return ((LinkFailure.Unreachable) login.failure()).error().detail().orElseThrow();
    }

    private void assertUnreachable(String reason) {
        assertThat(detail()).isEqualTo(reason);
        assertThat(login.server().isConnected()).isFalse();
        login.server().leavesNothingBehind();
    }
}
