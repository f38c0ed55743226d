package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
