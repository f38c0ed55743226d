package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.Sync;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether a unit that is dropped would have left a transaction block open. */
class BlockWatchTest {

    private static Parse parse(String name, String text) {
        return new Parse(name, text, List.of());
    }

    private static Bind bind(String name) {
        return new Bind("", name, List.of(), List.of(), List.of());
    }

    private static Execute execute() {
        return new Execute("", 0);
    }

    private static Optional<ParsedStatement> prepared(String name) {
        ByteBuf message = Unpooled.buffer();
        parse(name, "BEGIN").encode(message);
        return name.equals("S_1")
                ? Optional.of(new ParsedStatement(name, ByteBufUtil.getBytes(message, FrameScanner.HEADER_BYTES, message.readableBytes() - FrameScanner.HEADER_BYTES)))
                : Optional.empty();
    }

    private static boolean leavesOpen(FrontendMessage... unit) {
        ByteBuf bytes = Unpooled.buffer();
        for (FrontendMessage message : unit) {
            message.encode(bytes);
        }
        UnitSkipper skipper = new UnitSkipper(new BlockWatch(BlockWatchTest::prepared));
        skipper.skip(bytes);
        assertThat(skipper.isAtEnd()).isTrue();
        return skipper.leavesBlockOpen();
    }

    @Test
    void aQueryDoesByItsText() {
        assertThat(leavesOpen(new Query("BEGIN; SELECT 1"))).isTrue();
        assertThat(leavesOpen(new Query("BEGIN; SELECT 1; COMMIT"))).isFalse();
        assertThat(leavesOpen(new Query("INSERT INTO t VALUES (1)"))).isFalse();
        assertThat(leavesOpen(new Query("BEGIN; SELECT '" + "x".repeat(100_000) + "'"))).isTrue();
    }

    @Test
    void aBatchDoesByWhatItExecutes() {
        assertThat(leavesOpen(parse("", "BEGIN"), bind(""), execute(), parse("", "INSERT INTO t VALUES (1)"), bind(""), execute(), new Sync())).isTrue();
        assertThat(leavesOpen(parse("", "BEGIN"), bind(""), execute(), parse("", "COMMIT"), bind(""), execute(), new Sync())).isFalse();
        assertThat(leavesOpen(parse("", "INSERT INTO t VALUES (1)"), bind(""), execute(), new Sync())).isFalse();
        assertThat(leavesOpen(parse("S_2", "BEGIN"), new Sync())).as("only prepared").isFalse();
    }

    @Test
    void aStatementThatWasPreparedBeforeCounts() {
        assertThat(leavesOpen(bind("S_1"), execute(), new Sync())).isTrue();
        assertThat(leavesOpen(bind("S_9"), execute(), new Sync())).isFalse();
    }

    @Test
    void aBatchCanEndWithAQuery() {
        assertThat(leavesOpen(parse("", "BEGIN"), bind(""), execute(), new Query("INSERT INTO t VALUES (1)"))).isTrue();
    }
}
