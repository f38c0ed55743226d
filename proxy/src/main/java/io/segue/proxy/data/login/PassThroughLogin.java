package io.segue.proxy.data.login;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.message.Authentication;
import io.segue.protocol.message.AuthenticationCleartextPassword;
import io.segue.proxy.config.hba.LoginMethod.KeptPassword;
import io.segue.proxy.data.backend.AskedClient;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The server asks, the client answers, and Segue is the messenger. The session begins before the client has proved anything, because it is its
 * link that proves it; with the password gone, there is no second link.
 */
final class PassThroughLogin implements LoginExchange, AskedClient {

    private final LoginTalk talk;
    private final KeptPassword keep;
    private Phase phase = new Phase.Dialling();
    private Optional<PlainPassword> password = Optional.empty();

    private sealed interface Phase {

        /** The server has not asked anything yet. */
        record Dialling() implements Phase {}

        /** The client owes an answer. */
        record Asked(Authentication demand, Consumer<Optional<byte[]>> answer) implements Phase {}

        /** The server thinks about the answer. */
        record Answered() implements Phase {}

        record LetIn() implements Phase {}

        /** The client is gone. */
        record Over() implements Phase {}
    }

    PassThroughLogin(LoginTalk talk, KeptPassword keep) {
        this.talk = talk;
        this.keep = keep;
    }

    @Override
    public void begin() {
        talk.passThrough(this, "pass-through");
    }

    @Override
    public void answered(ByteBuf body) {
        if (!(phase instanceof Phase.Asked(Authentication demand, Consumer<Optional<byte[]>> answer))) {
            throw new IllegalStateException("an answer was let through that has to wait");
        }
        if (keep == KeptPassword.KEPT && demand instanceof AuthenticationCleartextPassword) {
            password = Optional.of(new PlainPassword(PasswordPacket.read(body.slice()).password()));
        }
        phase = new Phase.Answered();
        answer.accept(Optional.of(ByteBufUtil.getBytes(body)));
    }

    /** The client went away. */
    void gone() {
        Phase before = phase;
        phase = new Phase.Over();
        if (before instanceof Phase.Asked asked) {
            asked.answer().accept(Optional.empty());
        }
    }

    /** Whether the client owes an answer. */
    boolean isAsking() {
        return phase instanceof Phase.Asked;
    }

    // ---- the server's side

    @Override
    public boolean canBeAsked() {
        return !(phase instanceof Phase.Over || phase instanceof Phase.LetIn);
    }

    @Override
    public Optional<PlainPassword> password() {
        return phase instanceof Phase.LetIn ? password : Optional.empty();
    }

    @Override
    public void ask(Authentication demand, Consumer<Optional<byte[]>> answer) {
        phase = new Phase.Asked(demand, answer);
        talk.send(demand);
        talk.listen();
    }

    @Override
    public void tell(Authentication message) {
        talk.send(message);
    }

    @Override
    public void letIn() {
        phase = new Phase.LetIn();
        talk.passedThrough();
    }
}
