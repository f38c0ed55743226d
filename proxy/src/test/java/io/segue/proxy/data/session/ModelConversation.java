package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.Parse;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A client's bytes on their way to a {@link ModelServer} and the answers on their way back, cut anywhere and delayed by any time, and in the
 * middle the account under test. Holds at every step: where the account says that nothing is under way, nothing is.
 */
final class ModelConversation {

    private static final int MAX_READ_BYTES = 60;

    private final Random random;
    private final ByteBuf sent = Unpooled.buffer();
    private final ModelServer server = new ModelServer();
    private final Outstanding outstanding = new Outstanding();
    private final SessionMemory memory = new SessionMemory(100_000, Map.of(), false);
    private final ClientFrames clientFrames = new ClientFrames(outstanding, memory, 10_000, type -> true);
    private final ServerFrames serverFrames = new ServerFrames(outstanding, memory, new HashMap<>(), () -> true);

    ModelConversation(Random random) {
        this.random = random;
    }

    ModelServer server() {
        return server;
    }

    /** Where the client writes. */
    ByteBuf sent() {
        return sent;
    }

    /** Some of what can happen happens. */
    void moveOn() {
        for (int steps = random.nextInt(6); steps > 0; steps--) {
            step();
        }
    }

    /** All that can happen happens: then the account must be exactly right. */
    void settle() {
        while (sent.isReadable() || server.input().isReadable() || server.output().isReadable()) {
            step();
        }
        assertThat(outstanding.isNothing()).as("nothing is under way").isEqualTo(server.isAtRest());
        assertThat(outstanding.isAnswerDue()).as("a ReadyForQuery is due").isEqualTo(server.isQueryUnderWay());
        if (!server.isQueryUnderWay()) {
            assertThat(remembered()).isEqualTo(server.statements());
        }
    }

    private void step() {
        switch (random.nextInt(3)) {
            case 0 -> passToServer();
            case 1 -> {
                if (server.hasMessage()) {
                    server.step();
                }
            }
            default -> passToClient();
        }
        if (outstanding.isNothing() && clientFrames.atBoundary()) {
            assertThat(serverHasWorkInFront()).as("the server has work while the account says that nothing is under way").isFalse();
            assertThat(server.isAtRest()).as("the server is at rest when the account says so").isTrue();
        }
    }

    /** Whether what is on its way would be answered, or would change anything. */
    private boolean serverHasWorkInFront() {
        ByteBuf input = server.input();
        for (int at = input.readerIndex(); at < input.writerIndex(); at += 1 + input.getInt(at + 1)) {
            if (!ClientFrames.beginsNothing(input.getByte(at))) {
                return true;
            }
        }
        return false;
    }

    private void passToServer() {
        ByteBuf read = read(sent);
        assertThat(clientFrames.scan(read)).isEqualTo(read.writerIndex());
        server.input().writeBytes(read);
    }

    private void passToClient() {
        ByteBuf read = read(server.output());
        assertThat(serverFrames.scan(read)).isEqualTo(read.writerIndex());
    }

    private ByteBuf read(ByteBuf stream) {
        int length = Math.min(random.nextInt(MAX_READ_BYTES), stream.readableBytes());
        return Unpooled.copiedBuffer(stream.readSlice(length));
    }

    private Map<String, String> remembered() {
        Map<String, String> remembered = new HashMap<>();
        for (ParsedStatement statement : memory.replay().parses()) {
            remembered.put(statement.name(), Parse.queryOf(Unpooled.wrappedBuffer(statement.body())).toString(UTF_8));
        }
        return remembered;
    }
}
