package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.FrontendType;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Target;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.PrivateTalk;
import io.segue.proxy.route.MovePolicies;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Has a session's new link listen on the channels of the old one, where the shard's policy says so. A server in recovery does not let anybody
 * listen, so that it is done between the promotion and the release: then nobody can have notified yet. Harmless when it is done twice.
 *
 * <p>Event loop.
 */
final class Listening {

    private static final String STATEMENT = "segue_listen";

    private final SessionMemory memory;
    private final MovePolicies policies;
    private final EventLoop loop;
    private final Duration limit;
    private final ClientConnection client;

    Listening(SessionMemory memory, MovePolicies policies, EventLoop loop, Duration limit, ClientConnection client) {
        this.memory = memory;
        this.policies = policies;
        this.loop = loop;
        this.limit = limit;
        this.client = client;
    }

    /** Whether a new link of this session has to listen. */
    boolean isWanted() {
        return memory.isListening() && policies.listeners() == MovePolicies.Listeners.RELISTEN;
    }

    /** @param done whether the link listens; one that does not is of no use to this session */
    void listenOn(BackendLink link, Consumer<Boolean> done) {
        ByteBuf messages = link.buffer();
        memory.channels().forEach(channel -> listen(messages, channel));
        PrivateTalk.hold(link, loop, messages, memory.channels().size(), limit, client::write, new PrivateTalk.Outcome() {
            @Override
            public void answered(List<DataRow> rows, List<PrivateTalk.Failure> failures) {
                done.accept(failures.isEmpty());
            }

            @Override
            public void lost(String reason) {
                done.accept(false);
            }
        });
    }

    /**
     * The channel's name is in the session's encoding; a quotation mark in it is doubled, as in every name. Not with a Query, which would take the
     * unnamed statement from the session.
     */
    private static void listen(ByteBuf out, byte[] channel) {
        int start = out.writerIndex();
        out.writeByte(FrontendType.PARSE).writeInt(0).writeBytes(STATEMENT.getBytes(UTF_8)).writeByte(0);
        out.writeBytes("LISTEN \"".getBytes(UTF_8));
        for (byte each : channel) {
            out.writeByte(each);
            if (each == '"') {
                out.writeByte(each);
            }
        }
        out.writeByte('"').writeByte(0).writeShort(0);
        out.setInt(start + 1, out.writerIndex() - start - 1);
        new Bind("", STATEMENT, List.of(), List.of(), List.of()).encode(out);
        new Execute("", 0).encode(out);
        new Close(Target.STATEMENT, STATEMENT).encode(out);
        new Sync().encode(out);
    }
}
