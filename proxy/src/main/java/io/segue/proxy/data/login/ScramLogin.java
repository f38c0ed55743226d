package io.segue.proxy.data.login;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.login.Md5Hash;
import io.segue.protocol.login.MockVerifiers;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.login.ScramAccount;
import io.segue.protocol.login.ScramBinding;
import io.segue.protocol.login.ScramServer;
import io.segue.protocol.login.ScramSha256;
import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.message.AuthenticationSASL;
import io.segue.protocol.message.AuthenticationSASLContinue;
import io.segue.protocol.message.AuthenticationSASLFinal;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SASLInitialResponse;
import io.segue.protocol.message.SASLResponse;
import io.segue.protocol.message.SqlState;
import io.segue.proxy.data.backend.LoginKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** SCRAM-SHA-256, bound to the connection when that can be and the client wants it. */
final class ScramLogin implements LoginExchange {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final LoginTalk talk;
    private final MockVerifiers mocks;
    private final Optional<byte[]> endPoint;
    private final Optional<Credential> known;
    private Phase phase = new Phase.Offered();

    private sealed interface Phase {

        /** The client owes its first message. */
        record Offered() implements Phase {}

        /** What is known of the role is being asked. */
        record Asking() implements Phase {}

        /** The client owes its proof. */
        record Challenged(ScramServer.Challenge challenge, Account account, String method) implements Phase {}
    }

    /**
     * What the proof is checked against.
     *
     * @param password in clear, when that is what is known
     * @param reason for the log, when the proof is wrong
     */
    private record Account(ScramAccount scram, Optional<PlainPassword> password, String reason) {}

    /**
     * @param endPoint what the connection can be bound to
     * @param known what is known of the role, when that was asked already
     */
    ScramLogin(LoginTalk talk, MockVerifiers mocks, Optional<byte[]> endPoint, Optional<Credential> known) {
        this.talk = talk;
        this.mocks = mocks;
        this.endPoint = endPoint;
        this.known = known;
    }

    @Override
    public void begin() {
        talk.send(new AuthenticationSASL(endPoint.isPresent()
                ? List.of(ScramSha256.MECHANISM_PLUS, ScramSha256.MECHANISM)
                : List.of(ScramSha256.MECHANISM)));
    }

    @Override
    public String answerName() {
        return "SASL";
    }

    @Override
    public void answered(ByteBuf body) {
        switch (phase) {
            case Phase.Offered() -> {
                SASLInitialResponse first = SASLInitialResponse.decode(body);
                ScramBinding binding = chosen(first.mechanism());
                phase = new Phase.Asking();
                known.ifPresentOrElse(
                        credential -> challenge(credential, binding, first.data()),
                        () -> talk.askCredential(credential -> challenge(credential, binding, first.data())));
            }
            case Phase.Challenged challenged -> verify(challenged, SASLResponse.decode(body).data());
            case Phase.Asking() -> throw new IllegalStateException("an answer was let through that has to wait");
        }
    }

    private ScramBinding chosen(String mechanism) {
        if (mechanism.equals(ScramSha256.MECHANISM)) {
            return endPoint.isPresent() ? new ScramBinding.Declined() : new ScramBinding.Impossible();
        }
        if (mechanism.equals(ScramSha256.MECHANISM_PLUS) && endPoint.isPresent()) {
            return new ScramBinding.Bound(endPoint.get());
        }
        throw new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, "client selected an invalid SASL authentication mechanism");
    }

    private void challenge(Credential credential, ScramBinding binding, byte[] clientFirst) {
        String user = talk.startup().user();
        switch (credential) {
            case Credential.Known(ScramVerifier verifier, _, _) ->
                challenge(new Account(new ScramAccount.Known(verifier), Optional.empty(), "wrong password"), binding, clientFirst);
            case Credential.Known(PlainPassword password, _, _) -> talk.work(
                    () -> mocks.verifierOf(user, password),
                    verifier -> challenge(
                            new Account(new ScramAccount.Known(verifier), Optional.of(password), "wrong password"), binding, clientFirst));
            case Credential.Known(Md5Hash _, _, _) ->
                challenge(doomed(user, "role \"" + user + "\" has no SCRAM-SHA-256 password but an md5 hash"), binding, clientFirst);
            case Credential.Doomed(_, _, String reason) -> challenge(doomed(user, reason), binding, clientFirst);
            case Credential.Unavailable(String reason) -> talk.refuse(LoginErrors.credentialsUnavailable(reason), reason);
        }
    }

    private Account doomed(String user, String reason) {
        return new Account(mocks.accountOf(user), Optional.empty(), reason);
    }

    private void challenge(Account account, ScramBinding binding, byte[] clientFirst) {
        ScramServer.Challenge challenge = new ScramServer(account.scram(), binding, ScramSha256.nonce(RANDOM)).challenge(clientFirst);
        phase = new Phase.Challenged(challenge, account, binding instanceof ScramBinding.Bound ? "scram-sha-256-plus" : "scram-sha-256");
        talk.send(new AuthenticationSASLContinue(challenge.message()));
    }

    private void verify(Phase.Challenged challenged, byte[] clientFinal) {
        Account account = challenged.account();
        switch (challenged.challenge().verify(clientFinal)) {
            case ScramServer.Accepted(byte[] serverFinal, var key) -> talk.accept(
                    account.password().<LoginKey>map(LoginKey.Password::new).orElse(new LoginKey.Scram(key, account.scram().verifier())),
                    challenged.method(),
                    new AuthenticationSASLFinal(serverFinal));
            case ScramServer.Refused() -> talk.refuse(LoginErrors.wrongPassword(talk.startup().user()), account.reason());
        }
    }
}
