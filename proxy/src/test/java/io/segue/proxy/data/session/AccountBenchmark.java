package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.segue.proxy.benchmark.Conversation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a session does with the bytes of one transaction, there and back: framing, the account of what is owed, the memory. */
@State(Scope.Thread)
public class AccountBenchmark {

    private static final int MEMORY_BYTES = 1 << 20;

    private final Map<String, String> told = new LinkedHashMap<>();
    private final Outstanding outstanding = new Outstanding();
    private ClientFrames client;
    private ServerFrames server;
    private Conversation conversation;

    @Param
    public Conversation.Mode mode;

    /** Whether the session's links come from a pool in mode {@code transaction}. */
    @Param({"false", "true"})
    public boolean pooled;

    @Setup
    public void open() {
        SessionMemory memory = new SessionMemory(MEMORY_BYTES, told, pooled);
        client = new ClientFrames(outstanding, memory, MEMORY_BYTES, _ -> true);
        server = new ServerFrames(outstanding, memory, told, () -> true);
        conversation = Conversation.of(mode);
    }

    @Benchmark
    public boolean transaction() {
        scan(conversation.client(), conversation.server());
        return outstanding.isNothing();
    }

    @TearDown
    public void close() {
        conversation.client().release();
        conversation.server().release();
    }

    private void scan(ByteBuf sent, ByteBuf answered) {
        client.scan(sent);
        server.scan(answered);
    }
}
