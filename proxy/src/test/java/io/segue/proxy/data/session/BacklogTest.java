package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.Sync;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes wait in their order, and whoever ends the wait owns them. */
class BacklogTest {

    private final Backlog backlog = new Backlog();

    @Test
    void givesBytesBackInTheOrderInWhichTheyCame() {
        ByteBuf first = Unpooled.buffer().writeByte('Q');
        ByteBuf second = Unpooled.buffer().writeByte('S');
        backlog.add(first);
        backlog.add(second);

        assertThat(backlog.poll()).isSameAs(first);
        backlog.addFirst(first);
        assertThat(backlog.poll()).isSameAs(first);
        assertThat(backlog.poll()).isSameAs(second);
        assertThat(backlog.isEmpty()).isTrue();
        assertThat(backlog.poll()).isNull();
        assertThat(first.release()).as("the caller owned it").isTrue();
        assertThat(second.release()).isTrue();
    }

    @Test
    void knowsTheTypeOfTheMessageThatIsNext() {
        backlog.add(Unpooled.buffer().writeByte('S').writeByte('Q').skipBytes(1));

        assertThat(backlog.firstType()).isEqualTo((byte) 'Q');
        backlog.release();
    }

    @Test
    void knowsAWholeTextThatEndsTheUnnamedStatement() {
        assertThat(begins(new Query("SELECT 1"))).isTrue();
        assertThat(begins(new Parse("", "SELECT $1", List.of(23)))).isTrue();
        assertThat(begins(new Parse("named", "SELECT 1", List.of()))).isFalse();
        assertThat(begins(new Sync())).isFalse();
        assertThat(begins(Unpooled.wrappedBuffer(new byte[] {'P', 0, 0, 0, 7, 0, 'S', 0}))).as("no types").isFalse();
        assertThat(begins(Unpooled.wrappedBuffer(new byte[] {'Q', 0, 0, 0, 6, 'S', 'E'}))).as("no zero").isFalse();
        assertThat(begins(Unpooled.wrappedBuffer(new byte[] {'Q', 0, 0, 0, 9, 'S', 'E'}))).as("cut").isFalse();
        assertThat(begins(Unpooled.wrappedBuffer(new byte[] {'Q', 0, 0}))).as("cut").isFalse();
    }

    private boolean begins(FrontendMessage message) {
        ByteBuf bytes = Unpooled.buffer();
        message.encode(bytes);
        return begins(bytes);
    }

    private boolean begins(ByteBuf bytes) {
        backlog.add(bytes);
        boolean begins = backlog.beginsWithUnnamedText();
        backlog.release();
        return begins;
    }

    @Test
    void releasesWhatNobodyTakes() {
        ByteBuf first = Unpooled.buffer().writeByte('Q');
        ByteBuf second = Unpooled.buffer().writeByte('S');
        backlog.add(first);
        backlog.add(second);

        backlog.release();
        backlog.release();

        assertThat(first.refCnt()).isZero();
        assertThat(second.refCnt()).isZero();
        assertThat(backlog.isEmpty()).isTrue();
    }
}
