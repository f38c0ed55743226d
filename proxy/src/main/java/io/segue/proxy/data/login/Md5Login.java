package io.segue.proxy.data.login;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.login.Md5Hash;
import io.segue.protocol.login.MockVerifiers;
import io.segue.protocol.message.AuthenticationMD5Password;
import io.segue.protocol.message.PasswordMessage;
import io.segue.proxy.data.backend.LoginKey;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * md5 where the hash is what is stored of the role's password, and SCRAM-SHA-256 for all others: what is asked depends on what is known, as in
 * the server (auth.c, CheckPWChallengeAuth).
 */
final class Md5Login implements LoginExchange {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 4;

    private final LoginTalk talk;
    private final MockVerifiers mocks;
    private final Optional<byte[]> endPoint;
    private Phase phase = new Phase.Asking();

    private sealed interface Phase {

        /** What is known of the role is being asked. */
        record Asking() implements Phase {}

        /** The client owes its answer. @param reason for the log, when it is wrong */
        record Salted(byte[] salt, Optional<Md5Hash> hash, String reason) implements Phase {}

        /** It is done the other way. */
        record Instead(ScramLogin scram) implements Phase {}
    }

    /** @param endPoint see {@link ScramLogin} */
    Md5Login(LoginTalk talk, MockVerifiers mocks, Optional<byte[]> endPoint) {
        this.talk = talk;
        this.mocks = mocks;
        this.endPoint = endPoint;
    }

    @Override
    public void begin() {
        talk.askCredential(credential -> {
            switch (credential) {
                case Credential.Known(Md5Hash hash, _, _) -> ask(Optional.of(hash), "wrong password");
                case Credential.Doomed(_, Credential.Scheme scheme, String reason) when scheme == Credential.Scheme.MD5 ->
                    ask(Optional.empty(), reason);
                case Credential.Known _, Credential.Doomed _ -> askOtherwise(credential);
                case Credential.Unavailable(String reason) -> talk.refuse(LoginErrors.credentialsUnavailable(reason), reason);
            }
        });
    }

    private void ask(Optional<Md5Hash> hash, String reason) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        phase = new Phase.Salted(salt, hash, reason);
        talk.send(new AuthenticationMD5Password(salt));
    }

    private void askOtherwise(Credential credential) {
        ScramLogin scram = new ScramLogin(talk, mocks, endPoint, Optional.of(credential));
        phase = new Phase.Instead(scram);
        scram.begin();
    }

    @Override
    public String answerName() {
        return phase instanceof Phase.Instead(ScramLogin scram) ? scram.answerName() : "password";
    }

    @Override
    public void answered(ByteBuf body) {
        switch (phase) {
            case Phase.Salted salted -> check(salted, PasswordPacket.read(body));
            case Phase.Instead(ScramLogin scram) -> scram.answered(body);
            case Phase.Asking() -> throw new IllegalStateException("an answer was let through that has to wait");
        }
    }

    private void check(Phase.Salted salted, PasswordMessage answer) {
        String user = talk.startup().user();
        Md5Hash hash = salted.hash().orElseGet(() -> Md5Hash.of("made up", user));
        if (hash.isAnsweredBy(answer.password(), salted.salt()) && salted.hash().isPresent()) {
            talk.accept(new LoginKey.Md5(hash), "md5");
        } else {
            talk.refuse(LoginErrors.wrongPassword(user), salted.reason());
        }
    }
}
