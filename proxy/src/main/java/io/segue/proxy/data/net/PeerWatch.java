package io.segue.proxy.data.net;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Finds peers that have gone without a word while data is on its way to them, or behind the end of their own side, long before the kernel gives up after a quarter of an hour.
 * (Without data on its way, keep-alive finds them.)
 *
 * <p>The socket option TCP_USER_TIMEOUT would do that too, but it also ends a connection whose peer lives and does not read: a COPY that
 * waits for a lock of the server, a program that stops in a debugger. So the kernel is asked now and then how it stands: a peer that lives
 * acknowledges, even when it takes nothing.
 *
 * <p>One for each event loop, and on that loop.
 */
final class PeerWatch {

    /** Each connection is looked at once in a round, a part of them at a time: ten thousand at once would keep all their clients waiting. */
    private static final int LOOKS_OF_A_ROUND = 10;

    private static final long LOOK_MILLIS = 200;

    /** One probe may just be on its way to a peer that will answer. */
    private static final int SUSPICIOUS_PROBES = 2;

    private final Map<SocketChannel, Watched> channels = new LinkedHashMap<>();
    private final Deque<SocketChannel> round = new ArrayDeque<>();
    private int atATime;
    private boolean looking;

    /** @param limit that a peer may be silent for when it should acknowledge */
    private record Watched(Duration limit, Suspicion suspicion) {}

    /** Whether the peer fails to acknowledge, and since when. */
    private sealed interface Suspicion {

        record None() implements Suspicion {}

        record Since(long nanos) implements Suspicion {}
    }

    /** To be called on the loop of the channel, which is this watch's. */
    void add(SocketChannel channel, Duration limit) {
        channels.put(channel, new Watched(limit, new Suspicion.None()));
        channel.closeFuture().addListener(_ -> channels.remove(channel));
        if (!looking) {
            looking = true;
            channel.eventLoop().scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        if (round.isEmpty()) {
            round.addAll(channels.keySet());
            atATime = Math.ceilDiv(round.size(), LOOKS_OF_A_ROUND);
        }
        long now = System.nanoTime();
        for (int i = 0; i < atATime && !round.isEmpty(); i++) {
            look(round.remove(), now);
        }
    }

    private void look(SocketChannel channel, long now) {
        Watched watched = channels.get(channel);
        if (watched == null || !channel.isActive()) {
            return;
        }
        if (channel.isInputShutdown() && hasReset(channel)) {
            giveUp(channel, "the peer takes nothing any more");
            return;
        }
        switch (watched.suspicion()) {
            case Suspicion.None() when failsToAcknowledge(channel) ->
                channels.put(channel, new Watched(watched.limit(), new Suspicion.Since(now)));
            case Suspicion.Since(long since) when !failsToAcknowledge(channel) ->
                channels.put(channel, new Watched(watched.limit(), new Suspicion.None()));
            case Suspicion.Since(long since) when now - since >= watched.limit().toNanos() ->
                giveUp(channel, "the peer has acknowledged nothing for more than " + watched.limit().toMillis() + " ms");
            case Suspicion.None(), Suspicion.Since _ -> { }
        }
    }

    private static boolean failsToAcknowledge(SocketChannel channel) {
        return TcpState.of(channel)
                .filter(state -> state.unacked() > 0 && state.retransmits() > 0 || state.probes() >= SUSPICIOUS_PROBES)
                .isPresent();
    }

    /** Netty does not look for a reset of a peer that has closed its side before. */
    private static boolean hasReset(SocketChannel channel) {
        return TcpState.of(channel).filter(TcpState::isClosed).isPresent();
    }

    private static void giveUp(Channel channel, String reason) {
        channel.pipeline().fireExceptionCaught(new IOException(reason));
        channel.close();
    }
}
