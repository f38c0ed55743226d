package io.segue.proxy.data.backend;

import io.segue.protocol.login.ScramClient;
import io.segue.protocol.login.ScramKeyMismatchException;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SASLInitialResponse;
import io.segue.protocol.message.SASLResponse;
import io.segue.protocol.message.SqlState;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** A SCRAM exchange with a server, begun and to be ended by its proof. Event loop, but for the derivation of a key from a password. */
final class ServerScram {

    private final ScramClient client;
    private final Optional<Executor> slow;
    private final ServerExchange.Talk talk;
    private Optional<ScramClient.Answer> answer = Optional.empty();
    private boolean proved;

    /** @param slow where the answer is worked out when that takes long; empty when it does not */
    ServerScram(ScramClient client, Optional<Executor> slow, ServerExchange.Talk talk) {
        this.client = client;
        this.slow = slow;
        this.talk = talk;
    }

    /** @throws ProtocolViolationException when there is none */
    static ServerScram begun(Optional<ServerScram> exchange) {
        return exchange.orElseThrow(() -> new ProtocolViolationException(
                SqlState.PROTOCOL_VIOLATION, "it went on with an authentication exchange that was not begun"));
    }

    /** Whether the server has shown that it knows the role's password. */
    boolean isProved() {
        return proved;
    }

    void begin() {
        talk.say(new SASLInitialResponse(client.mechanism(), client.first()));
    }

    void goOn(byte[] serverFirst) {
        if (slow.isEmpty()) {
            answered(client.answer(serverFirst));
            return;
        }
        try {
            slow.get().execute(() -> derive(serverFirst));
        } catch (RejectedExecutionException e) {
            talk.giveUp("too many passwords are being worked on; try again");
        }
    }

    private void derive(byte[] serverFirst) {
        try {
            ScramClient.Answer derived = client.answer(serverFirst);
            talk.onLoop(() -> answered(derived));
        } catch (ProtocolViolationException | ScramKeyMismatchException e) {
            talk.onLoop(() -> {
                // Whoever answers for the login tells the two apart, as where the answer is derived at once.
                throw e;
            });
        }
    }

    private void answered(ScramClient.Answer derived) {
        answer = Optional.of(derived);
        talk.say(new SASLResponse(derived.message()));
    }

    void end(byte[] serverFinal) {
        if (answer.isEmpty()) {
            begun(Optional.empty());
        }
        answer.get().verify(serverFinal);
        answer = Optional.empty();
        proved = true;
    }
}
