package io.segue.proxy.data.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A link passes bytes on to whoever listens, and to nobody once it is closed. */
class BackendLinkTest {

    private final ScriptedServer server = new ScriptedServer();
    private final BackendLink link = server.link();
    private final Heard heard = new Heard();

    @Test
    void whoeverListensHearsTheServer() {
        link.listen(heard);

        server.says(bytes("hello"));
        server.hangsUp();

        assertThat(heard.events()).containsExactly("hello", "(read complete)", "(gone)");
        server.leavesNothingBehind();
    }

    @Test
    void onlyTheLastListenerHears() {
        Heard before = new Heard();
        link.listen(before);
        link.listen(heard);

        server.says(bytes("hello"));

        assertThat(before.events()).isEmpty();
        assertThat(heard.events()).containsExactly("hello", "(read complete)");
        server.leavesNothingBehind();
    }

    @Test
    void whatIsSaidWhileNobodyListensIsReleased() {
        server.says(bytes("hello"));
        server.hangsUp();

        server.leavesNothingBehind();
    }

    @Test
    void saysGoodByeBeforeItClosesAndThenHearsNothing() {
        link.listen(heard);

        link.close();

        assertThat(link.isAlive()).isFalse();
        assertThat(server.hearsTypes()).containsExactly('X');
        assertThat(heard.events()).isEmpty();
        server.leavesNothingBehind();
    }

    @Test
    void canBeClosedTwiceAndAfterTheServerHasGone() {
        server.hangsUp();

        link.close();
        link.close();

        assertThat(server.hearsTypes()).as("there is nobody to say good-bye to").isEmpty();
        server.leavesNothingBehind();
    }

    @Test
    void whatIsWrittenGoesOutWithTheFlush() {
        link.write(message('S'));
        link.write(message('H'));
        assertThat(server.hearsTypes()).isEmpty();

        link.flush();

        assertThat(server.hearsTypes()).containsExactly('S', 'H');
        server.leavesNothingBehind();
    }

    @Test
    void tellsWhenItsServerTakesNoMore() {
        server.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(5, 10));
        link.listen(heard);

        link.write(link.buffer().writeZero(100));
        server.channel().runPendingTasks();
        assertThat(link.isWritable()).isFalse();
        assertThat(heard.events()).containsExactly("(writability)");

        link.flush();
        server.channel().runPendingTasks();
        assertThat(link.isWritable()).isTrue();
        assertThat(heard.events()).containsExactly("(writability)", "(writability)");
        server.leavesNothingBehind();
    }

    @Test
    void readsOnlyWhileThatIsWanted() {
        link.read(false);
        assertThat(server.channel().config().isAutoRead()).isFalse();

        link.read(true);
        assertThat(server.channel().config().isAutoRead()).isTrue();
        server.leavesNothingBehind();
    }

    @Test
    void afterAFailedWriteItHearsWhatTheServerHasSaidBeforeItHungUp() {
        link.listen(heard);

        server.channel().pipeline().fireExceptionCaught(new IOException("Broken pipe"));
        server.channel().runPendingTasks();
        assertThat(link.isAlive()).isTrue();
        server.says(bytes("farewell"));
        server.hangsUp();

        assertThat(heard.events()).containsExactly("farewell", "(read complete)", "(gone)");
        server.leavesNothingBehind();
    }

    @Test
    void aBugOfOursEndsIt() {
        link.listen(heard);

        server.channel().pipeline().fireExceptionCaught(new IllegalStateException("a bug"));
        server.channel().runPendingTasks();

        assertThat(link.isAlive()).isFalse();
        assertThat(heard.events()).containsExactly("(gone)");
        server.leavesNothingBehind();
    }

    private ByteBuf bytes(String text) {
        return server.allocator().buffer().writeBytes(text.getBytes(UTF_8));
    }

    private ByteBuf message(char type) {
        return link.buffer().writeByte(type).writeInt(Integer.BYTES);
    }
}
