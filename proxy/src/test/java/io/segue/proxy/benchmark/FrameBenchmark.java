package io.segue.proxy.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.segue.proxy.benchmark.Conversation.Mode;
import io.segue.protocol.frame.FrameAssembler;
import io.segue.protocol.frame.FrameScanner;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Finding the messages in what was read: as the data path does, and as logins do, which take each message out. */
@State(Scope.Thread)
public class FrameBenchmark {

    private static final int MAX_BODY_BYTES = 1 << 20;

    private final Count count = new Count();
    private final FrameScanner scanner = new FrameScanner(count, MAX_BODY_BYTES);
    private final FrameAssembler assembler = new FrameAssembler(ByteBufAllocator.DEFAULT, MAX_BODY_BYTES);
    private final ByteBuf batch = Conversation.of(Mode.PREPARED).client();
    private final ByteBuf rows = Conversation.rows();
    /** The same rows, in two reads: the cut is inside of a header. */
    private final ByteBuf first = rows.slice(0, rows.readableBytes() / 2 / rowBytes() * rowBytes() + 2);
    private final ByteBuf second = rows.slice(first.readableBytes(), rows.readableBytes() - first.readableBytes());

    private int rowBytes() {
        return Byte.BYTES + rows.getInt(1);
    }

    /** Bind, Describe, Execute, Sync. */
    @Benchmark
    public int scanBatchOfFour() {
        return scan(batch);
    }

    @Benchmark
    public int scanHundredRows() {
        return scan(rows);
    }

    @Benchmark
    public int scanHundredRowsInTwoReads() {
        return scan(first) + scan(second);
    }

    @Benchmark
    public int assembleBatchOfFour() {
        assembler.feed(batch.readerIndex(0).retain(), (type, body) -> count.messages++);
        return count.messages;
    }

    @TearDown
    public void release() {
        assembler.close();
        batch.release();
        rows.release();
    }

    private int scan(ByteBuf bytes) {
        scanner.scan(bytes.readerIndex(0));
        return count.messages;
    }

    private static final class Count implements FrameScanner.Sink {

        private int messages;

        @Override
        public boolean admit(byte type) {
            return true;
        }

        @Override
        public int frame(byte type, int bodyBytes) {
            messages++;
            return 0;
        }

        @Override
        public void body(byte type, ByteBuf buffer, int index, int length) {
            throw new IllegalStateException("nothing was asked for");
        }
    }
}
