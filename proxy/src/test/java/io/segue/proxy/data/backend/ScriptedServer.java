package io.segue.proxy.data.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.CancelKey;
import io.segue.protocol.message.StartupMessage;
import io.segue.protocol.message.StartupPacket;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The server's end of a connection without a network: the test says what it says, and when time passes. */
public final class ScriptedServer {

    public static final Node NODE = new Node("node_a", new Address("127.0.0.1", 5401));
    static final BackendKeyData KEY_DATA = new BackendKeyData(4711, new CancelKey(new byte[] {1, 2, 3, 4}));

    private static final long NO_TIMER = -1;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    public ScriptedServer() {
        channel.config().setAllocator(allocator);
        channel.freezeTime();
    }

    /** A handler is connected with this server. */
    ScriptedServer with(ChannelHandler handler) {
        channel.pipeline().addLast(handler);
        channel.pipeline().fireChannelActive();
        return this;
    }

    /** A link that has just logged in. */
    public BackendLink link() {
        BackendLink link = new BackendLink(channel, NODE, KEY_DATA, Map.of("TimeZone", "UTC"), new LoginNotices());
        channel.pipeline().addLast(new BackendHandler(link));
        return link;
    }

    public EventLoop loop() {
        return channel.eventLoop();
    }

    EmbeddedChannel channel() {
        return channel;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    public ScriptedServer says(BackendMessage... messages) {
        return says(bytes(messages));
    }

    public ScriptedServer says(ByteBuf bytes) {
        channel.writeInbound(bytes);
        return this;
    }

    ByteBuf bytes(BackendMessage... messages) {
        ByteBuf bytes = allocator.buffer();
        for (BackendMessage message : messages) {
            message.encode(bytes);
        }
        return bytes;
    }

    public void hangsUp() {
        channel.close();
    }

    void waits(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
    }

    /** What it was sent first. */
    StartupMessage hearsStartup() {
        ByteBuf bytes = channel.readOutbound();
        try {
            assertThat(bytes.readInt()).isEqualTo(bytes.readableBytes() + Integer.BYTES);
            return (StartupMessage) StartupPacket.decode(bytes);
        } finally {
            bytes.release();
        }
    }

    /** One message that it was sent, whole and alone in its write. */
    byte[] hears(char type) {
        ByteBuf bytes = channel.readOutbound();
        try {
            assertThat((char) bytes.readByte()).isEqualTo(type);
            assertThat(bytes.readInt()).isEqualTo(bytes.readableBytes() + Integer.BYTES);
            return ByteBufUtil.getBytes(bytes);
        } finally {
            bytes.release();
        }
    }

    /** The types of all messages that it was sent and that nobody has looked at yet. */
    public List<Character> hearsTypes() {
        List<Character> types = new ArrayList<>();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            while (bytes.isReadable()) {
                types.add((char) bytes.readByte());
                bytes.skipBytes(bytes.readInt() - Integer.BYTES);
            }
            bytes.release();
        }
        return types;
    }

    public boolean isConnected() {
        return channel.isActive();
    }

    /** After all of it: no timer runs, and when the connection is closed no byte of memory that it took is held by anybody. */
    public void leavesNothingBehind() {
        assertThat(channel.runScheduledPendingTasks()).as("time to the next timer").isEqualTo(NO_TIMER);
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory()).as("bytes still held").isZero();
    }
}
