package io.segue.proxy.data.login;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.login.Md5Hash;
import io.segue.protocol.login.MockVerifiers;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.message.AuthenticationCleartextPassword;
import io.segue.proxy.config.hba.LoginMethod.KeptPassword;
import io.segue.proxy.data.backend.LoginKey;
import java.util.Optional;

/** The password in clear. It is checked and forgotten, unless the operator wants it kept: what is kept is the key that it is worth. */
final class PasswordLogin implements LoginExchange {

    private final LoginTalk talk;
    private final MockVerifiers mocks;
    private final Transport transport;
    private final KeptPassword kept;

    /** Whether a password may travel in clear over this connection. */
    enum Transport {
        PERMITTED,
        FORBIDDEN
    }

    PasswordLogin(LoginTalk talk, MockVerifiers mocks, Transport transport, KeptPassword kept) {
        this.talk = talk;
        this.mocks = mocks;
        this.transport = transport;
        this.kept = kept;
    }

    @Override
    public void begin() {
        switch (transport) {
            case PERMITTED -> talk.send(new AuthenticationCleartextPassword());
            case FORBIDDEN -> talk.refuse(LoginErrors.clearTextOverPlain(), "password over a connection without encryption");
        }
    }

    @Override
    public void answered(ByteBuf body) {
        PlainPassword given = new PlainPassword(PasswordPacket.read(body).password());
        talk.askCredential(credential -> {
            switch (credential) {
                case Credential.Known known -> talk.work(() -> key(known, given), key -> decide(key.map(it -> toKeep(it, given)), "wrong password"));
                case Credential.Doomed(_, _, String reason) -> talk.work(() -> inVain(given), key -> decide(key, reason));
                case Credential.Unavailable(String reason) -> talk.refuse(LoginErrors.credentialsUnavailable(reason), reason);
            }
        });
    }

    private void decide(Optional<LoginKey> key, String reason) {
        key.ifPresentOrElse(
                right -> talk.accept(right, "password"),
                () -> talk.refuse(LoginErrors.wrongPassword(talk.startup().user()), reason));
    }

    private LoginKey toKeep(LoginKey worth, PlainPassword given) {
        return switch (kept) {
            case KEPT -> new LoginKey.Password(given);
            case FORGOTTEN -> worth;
        };
    }

    /** Takes as long for every kind. */
    private Optional<LoginKey> key(Credential.Known known, PlainPassword given) {
        String user = talk.startup().user();
        return switch (known.password()) {
            case ScramVerifier verifier -> verifier.unlock(given).map(key -> new LoginKey.Scram(key, verifier));
            case Md5Hash hash -> inVain(given).or(() -> Optional.<LoginKey>of(new LoginKey.Md5(hash)).filter(_ -> hash.isOf(given, user)));
            case PlainPassword password -> inVain(given).or(() -> Optional.<LoginKey>of(new LoginKey.Password(password)).filter(_ -> password.equals(given)));
        };
    }

    private Optional<LoginKey> inVain(PlainPassword given) {
        ScramVerifier madeUp = mocks.verifierOf(talk.startup().user());
        return madeUp.unlock(given).map(key -> new LoginKey.Scram(key, madeUp));
    }
}
