package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.SqlState;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FullServerTest {

    private static final ErrorFields FULL = ErrorFields.fatal(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already");

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final FullServer server = new FullServer(channel.eventLoop());
    private int tries;

    FullServerTest() {
        channel.freezeTime();
    }

    @Test
    void isTriedAgainInAWhile() {
        assertThat(server.mayHaveRoomSoon(FULL, this::tryAgain)).isTrue();
        assertThat(tries).isZero();

        waitForNextTry();
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void isNotTriedForever() {
        isFull(FullServer.TRIES);

        assertThat(server.mayHaveRoomSoon(FULL, this::tryAgain)).isFalse();
        assertThat(tries).isEqualTo(FullServer.TRIES);
    }

    @Test
    void isTriedAnewTheNextTime() {
        isFull(FullServer.TRIES);
        server.mayHaveRoomSoon(FULL, this::tryAgain);

        assertThat(server.mayHaveRoomSoon(FULL, this::tryAgain)).isTrue();
    }

    @Test
    void isTriedAnewWhenItHadRoom() {
        isFull(FullServer.TRIES);
        server.hadRoom();

        assertThat(server.mayHaveRoomSoon(FULL, this::tryAgain)).isTrue();
    }

    @Test
    void isNotTriedAgainForAnyOtherReason() {
        ErrorFields other = ErrorFields.fatal(SqlState.CANNOT_CONNECT_NOW, "the database system is starting up");

        assertThat(server.mayHaveRoomSoon(other, this::tryAgain)).isFalse();
        waitForNextTry();
        assertThat(tries).isZero();
    }

    private void isFull(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(server.mayHaveRoomSoon(FULL, this::tryAgain)).isTrue();
            waitForNextTry();
        }
    }

    private void waitForNextTry() {
        channel.advanceTimeBy(FullServer.UNTIL_NEXT_TRY.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }

    private void tryAgain() {
        tries++;
    }
}
