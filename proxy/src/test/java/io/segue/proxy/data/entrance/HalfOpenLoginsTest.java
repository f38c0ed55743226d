package io.segue.proxy.data.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.segue.proxy.watch.Meters;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The account of half-open logins, and the gate in front of a listener that keeps it. */
class HalfOpenLoginsTest {

    private long now;
    private final HalfOpenLogins logins = new HalfOpenLogins(3, () -> now);
    private final List<EmbeddedChannel> givenUp = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EmbeddedChannel listener = listener();

    @Test
    void acceptsNoMoreThanMayBeUntilOneIsOver() {
        List<EmbeddedChannel> peers = accept(3);
        assertThat(listener.config().isAutoRead()).isFalse();

        logins.end(peers.get(1));
        listener.runPendingTasks();

        assertThat(listener.config().isAutoRead()).isTrue();
        assertThat(logins.present()).isEqualTo(2);
        assertThat(givenUp).isEmpty();
    }

    @Test
    void aConnectionThatIsGoneIsOver() {
        List<EmbeddedChannel> peers = accept(3);

        peers.getFirst().close();
        logins.end(peers.getFirst());
        listener.runPendingTasks();

        assertThat(logins.present()).isEqualTo(2);
        assertThat(listener.config().isAutoRead()).isTrue();
    }

    @Test
    void theOldestIsGivenUpForANewcomerOnceItHasHadItsTime() {
        List<EmbeddedChannel> peers = accept(3);
        pass(HalfOpenLogins.PATIENCE.dividedBy(2));
        assertThat(listener.config().isAutoRead()).isFalse();

        pass(HalfOpenLogins.PATIENCE.dividedBy(2));
        assertThat(listener.config().isAutoRead()).isTrue();
        assertThat(givenUp).isEmpty();
        accept(2);

        assertThat(givenUp).containsExactly(peers.get(0), peers.get(1));
        assertThat(logins.present()).isEqualTo(3);
        assertThat(logins.view().refused()).contains(2L);
        assertThat(logins.view().peak()).contains(3L);
    }

    @Test
    void whoLogsInIsNotGivenUp() {
        List<EmbeddedChannel> peers = accept(2);
        logins.end(peers.getFirst());
        pass(Duration.ofMinutes(1));

        accept(10);

        assertThat(givenUp).containsExactly(peers.get(1));
    }

    @Test
    void aFailedAcceptIsTriedAgainLaterAndNotAtOnce() {
        for (int i = 0; i < 5; i++) {
            listener.pipeline().fireExceptionCaught(new IOException("accept(..) failed with error(-24): Too many open files"));
            assertThat(listener.config().isAutoRead()).isFalse();
        }

        pass(Duration.ofMillis(200));

        assertThat(listener.config().isAutoRead()).isTrue();
        assertThat(registry.counter("segue.connections.refused", "reason", "accept_failed").count()).isEqualTo(5);
        listener.checkException();
    }

    private EmbeddedChannel listener() {
        EmbeddedChannel channel = new EmbeddedChannel(new AcceptGate(logins, new Meters(registry)));
        channel.freezeTime();
        return channel;
    }

    private List<EmbeddedChannel> accept(int peers) {
        List<EmbeddedChannel> accepted = new ArrayList<>();
        for (int i = 0; i < peers; i++) {
            EmbeddedChannel peer = new EmbeddedChannel(new ChannelInboundHandlerAdapter() {
                @Override
                public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                    assertThat(event).isSameAs(HalfOpenLogins.GIVEN_UP);
                    givenUp.add((EmbeddedChannel) ctx.channel());
                }
            });
            accepted.add(peer);
            listener.writeInbound(peer);
        }
        return accepted;
    }

    private void pass(Duration time) {
        now += time.toNanos();
        listener.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        listener.runScheduledPendingTasks();
        listener.runPendingTasks();
    }
}
