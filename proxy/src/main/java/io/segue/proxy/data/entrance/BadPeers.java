package io.segue.proxy.data.entrance;

import io.netty.channel.Channel;
import io.segue.proxy.data.net.ClientAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of peers that were turned away: one line per address and minute, whatever they do. What is left out is counted, and said with the
 * next line: {@code repeated=17}. Remembers a bounded number of addresses; the others share one line.
 *
 * <p>Any thread.
 */
public final class BadPeers {

    private static final Logger log = LoggerFactory.getLogger(BadPeers.class);

    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_ADDRESSES = 1_000;
    /** Names of roles and databases are 63 bytes; what is longer was not meant to be read. */
    private static final int LINE_CHARACTERS = 500;
    private static final String OTHERS = "others";
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    private final LongSupplier nanoClock;
    private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();

    /** @param last of those left out; empty when none was */
    private record Window(long beganNanos, long leftOut, String last) {

        boolean isOver(long nowNanos) {
            return nowNanos - beganNanos >= WINDOW_NANOS;
        }
    }

    /** @param nanoClock as {@link System#nanoTime} */
    public BadPeers(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * Says it now, or counts it. On the event loop of the channel.
     *
     * @param facts what happened, with its keys; whatever comes from the peer may be in it
     */
    public void report(Channel peer, String facts) {
        report(ClientAddress.of(peer), facts);
    }

    void report(ClientAddress peer, String facts) {
        long now = nanoClock.getAsLong();
        String host = Peers.host(peer);
        String address = windows.containsKey(host) || windows.size() < MOST_ADDRESSES ? host : OTHERS;
        windows.compute(address, (_, window) -> {
            if (window == null) {
                write(address, facts, 0);
                return new Window(now, 0, "");
            }
            if (window.isOver(now)) {
                write(address, facts, window.leftOut());
                return new Window(now, 0, "");
            }
            return new Window(window.beganNanos(), window.leftOut() + 1, facts);
        });
    }

    /** Says what was left out in minutes that are over, and forgets who has been quiet since. To be called now and then. */
    public void sweep() {
        long now = nanoClock.getAsLong();
        windows.keySet().forEach(address -> windows.computeIfPresent(address, (_, window) -> {
            if (!window.isOver(now)) {
                return window;
            }
            if (window.leftOut() == 0) {
                return null;
            }
            write(address, window.last(), window.leftOut());
            return new Window(now, 0, "");
        }));
    }

    private static void write(String address, String facts, long repeated) {
        String line = facts.length() > LINE_CHARACTERS ? facts.substring(0, LINE_CHARACTERS) + "..." : facts;
        log.info("bad peer address={} {}{}", address, printable(line), repeated == 0 ? "" : " repeated=" + repeated);
    }

    /** Nobody writes lines of their own into the log. */
    private static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }
}
