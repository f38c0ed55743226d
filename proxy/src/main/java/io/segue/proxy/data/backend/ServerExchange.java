package io.segue.proxy.data.backend;

import io.segue.protocol.login.Md5Hash;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.login.ScramBinding;
import io.segue.protocol.login.ScramClient;
import io.segue.protocol.login.ScramSha256;
import io.segue.protocol.message.Authentication;
import io.segue.protocol.message.AuthenticationCleartextPassword;
import io.segue.protocol.message.AuthenticationMD5Password;
import io.segue.protocol.message.AuthenticationOk;
import io.segue.protocol.message.AuthenticationSASL;
import io.segue.protocol.message.AuthenticationSASLContinue;
import io.segue.protocol.message.AuthenticationSASLFinal;
import io.segue.protocol.message.AuthenticationUnsupported;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.PasswordMessage;
import io.segue.protocol.message.SASLResponse;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Shows a server who the client is: answers what it asks, with the session's {@link LoginKey}. One login; event loop.
 */
final class ServerExchange {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SASL_IN_GENERAL = "a SASL mechanism other than " + ScramSha256.MECHANISM;

    private final String role;
    private final LoginKey key;
    private final Optional<byte[]> endPoint;
    private final Executor derivations;
    private final Talk talk;
    private Optional<ServerScram> scram = Optional.empty();

    /** The login that the exchange is a part of. */
    interface Talk {

        void say(FrontendMessage answer);

        /** Ends the login: the server wants what Segue does not have. @param demand such as "a password in clear" */
        void cannotProve(String demand);

        /** Ends the login: the server is not believed, or not there any more. */
        void giveUp(String reason);

        /** Runs {@code work} on the event loop, as what comes from the server, unless the login is over. */
        void onLoop(Runnable work);
    }

    /**
     * @param endPoint of the server's certificate, to bind to; empty when the link is not encrypted
     * @param derivations takes work of milliseconds
     */
    ServerExchange(String role, LoginKey key, Optional<byte[]> endPoint, Executor derivations, Talk talk) {
        this.endPoint = endPoint;
        this.role = role;
        this.key = key;
        this.derivations = derivations;
        this.talk = talk;
    }

    /**
     * The server's next demand, or its consent.
     *
     * @throws io.segue.protocol.message.ProtocolViolationException when it makes no sense
     * @throws io.segue.protocol.login.ScramKeyMismatchException when the password was set anew
     */
    void heard(Authentication message) {
        switch (key) {
            case LoginKey.PassThrough(AskedClient client) when client.canBeAsked() -> passOn(client, message);
            case LoginKey.PassThrough(AskedClient client) -> client.password()
                    .ifPresentOrElse(password -> prove(password, message), () -> proveWithNothing(message, "the client has proved itself to "
                            + "the server and not to Segue"));
            case LoginKey.None() -> proveWithNothing(message, "the client was let in without a password");
            case LoginKey.Scram(var clientKey, var verifier) ->
                prove(message, Optional.empty(), nonce -> ScramClient.withKey(clientKey, verifier, nonce));
            case LoginKey.Md5(Md5Hash hash) -> prove(message, hash);
            case LoginKey.Password(PlainPassword password) -> prove(password, message);
        }
    }

    /** Makes the client's side of an exchange. */
    @FunctionalInterface
    private interface ScramStart {
        ScramClient with(String nonce);
    }

    private void prove(Authentication message, Optional<Executor> slow, ScramStart start) {
        switch (message) {
            case AuthenticationOk() -> letIn();
            case AuthenticationSASL(var mechanisms) when mechanisms.contains(ScramSha256.MECHANISM) -> {
                ScramClient client = start.with(ScramSha256.nonce(RANDOM)).with(binding(mechanisms));
                ServerScram begun = new ServerScram(client, slow, talk);
                scram = Optional.of(begun);
                begun.begin();
            }
            case AuthenticationSASL _ -> talk.cannotProve(SASL_IN_GENERAL);
            case AuthenticationSASLContinue(byte[] data) -> ServerScram.begun(scram).goOn(data);
            case AuthenticationSASLFinal(byte[] data) -> ServerScram.begun(scram).end(data);
            case AuthenticationCleartextPassword _, AuthenticationMD5Password _, AuthenticationUnsupported _ ->
                talk.cannotProve(named(message));
        }
    }

    private ScramBinding binding(List<String> offered) {
        if (endPoint.isEmpty()) {
            return new ScramBinding.Impossible();
        }
        return offered.contains(ScramSha256.MECHANISM_PLUS) ? new ScramBinding.Bound(endPoint.get()) : new ScramBinding.Declined();
    }

    private void prove(PlainPassword password, Authentication message) {
        switch (message) {
            case AuthenticationCleartextPassword() -> talk.say(new PasswordMessage(password.reveal()));
            case AuthenticationMD5Password(byte[] salt) -> talk.say(new PasswordMessage(Md5Hash.of(password.reveal(), role).answer(salt)));
            case Authentication other -> prove(other, Optional.of(derivations), nonce -> ScramClient.withPassword(password, nonce));
        }
    }

    private void prove(Authentication message, Md5Hash hash) {
        switch (message) {
            case AuthenticationMD5Password(byte[] salt) -> talk.say(new PasswordMessage(hash.answer(salt)));
            case AuthenticationOk() -> letIn();
            case Authentication other -> proveWithNothing(other, "of its password only the md5 hash is known");
        }
    }

    private void proveWithNothing(Authentication message, String because) {
        switch (message) {
            case AuthenticationOk() -> letIn();
            case AuthenticationSASLContinue _, AuthenticationSASLFinal _ -> ServerScram.begun(Optional.empty());
            case Authentication demand -> talk.cannotProve(named(demand) + ", and " + because);
        }
    }

    private void passOn(AskedClient client, Authentication message) {
        switch (message) {
            case AuthenticationOk() -> client.letIn();
            case AuthenticationSASLFinal _ -> client.tell(message);
            case AuthenticationSASL(var mechanisms) -> ask(client, new AuthenticationSASL(unbound(mechanisms)));
            case Authentication demand -> ask(client, demand);
        }
    }

    /** What is bound to the connection does not hold over two of them. */
    private static List<String> unbound(List<String> mechanisms) {
        return mechanisms.stream().filter(mechanism -> !mechanism.equals(ScramSha256.MECHANISM_PLUS)).toList();
    }

    private void ask(AskedClient client, Authentication demand) {
        client.ask(demand, answer -> talk.onLoop(() -> answer.ifPresentOrElse(
                body -> talk.say(new SASLResponse(body)), () -> talk.giveUp("the client went away during its login"))));
    }

    /** A server that has begun an exchange has to end it with its own proof, or it may be anybody. */
    private void letIn() {
        if (scram.isPresent() && !scram.get().isProved()) {
            talk.giveUp("it let role " + role + " in without proving that it knows the role's password");
        }
    }

    private static String named(Authentication demand) {
        return switch (demand) {
            case AuthenticationCleartextPassword _ -> "a password in clear";
            case AuthenticationMD5Password _ -> "an md5 password";
            case AuthenticationSASL(var mechanisms) when mechanisms.contains(ScramSha256.MECHANISM) -> ScramSha256.MECHANISM;
            case AuthenticationSASL _ -> SASL_IN_GENERAL;
            case AuthenticationUnsupported other -> "authentication method " + other.code();
            case AuthenticationOk _, AuthenticationSASLContinue _, AuthenticationSASLFinal _ -> "an exchange that was not begun";
        };
    }
}
