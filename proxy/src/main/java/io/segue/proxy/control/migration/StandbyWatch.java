package io.segue.proxy.control.migration;

import io.segue.proxy.watch.WayBack;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every few seconds how the standbys follow, so that a scrape of the metrics costs no question to a node and shows no older answer than
 * that; and guards the room for WAL, more often while there is little. One virtual thread.
 */
public final class StandbyWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StandbyWatch.class);
    private static final String MOVED = "MOVED";
    private static final String ALONE = "ALONE";

    private final Migrations migrations;
    private final Duration pause;
    private final Thread thread;
    private volatile List<MigrationStatus> last = List.of();

    /** @param pause between two rounds of questions */
    public StandbyWatch(Migrations migrations, Duration pause) {
        this.migrations = migrations;
        this.pause = pause;
        this.thread = Thread.ofVirtual().name("standby-watch").start(this::watch);
    }

    /** How far {@code node} is behind; empty when it is not the standby of a migration, or not known. */
    public OptionalLong lagBytes(String node) {
        return last.stream()
                .filter(status -> !status.traffic().equals(node))
                .filter(status -> status.source().equals(node) || status.target().equals(node))
                .mapToLong(MigrationStatus::lagBytes)
                .filter(lag -> lag >= 0)
                .findFirst();
    }

    /** Whether the traffic of {@code shard} could go back where it came from. */
    public WayBack wayBack(String shard) {
        return last.stream()
                .filter(status -> status.shard().equals(shard) && (status.state().equals(MOVED) || status.state().equals(ALONE)))
                .filter(status -> status.readiness().state() != Readiness.State.NONE)
                .map(status -> status.readiness().ready() ? WayBack.open(status.readiness().pause()) : WayBack.CLOSED)
                .findFirst()
                .orElse(WayBack.NONE);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch() {
        long due = System.nanoTime();
        try {
            while (true) {
                long guarded = System.nanoTime() + guard().toNanos();
                if (System.nanoTime() - due >= 0) {
                    ask();
                    due = System.nanoTime() + pause.toNanos();
                }
                long next = guarded - due < 0 ? guarded : due;
                Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            log.debug("standby watch ends");
        }
    }

    /** @return how soon to do so again, at the latest */
    private Duration guard() {
        try {
            return migrations.guard();
        } catch (RuntimeException e) {
            log.error("the room for WAL could not be guarded", e);
            return pause;
        }
    }

    private void ask() {
        try {
            last = migrations.list();
        } catch (RuntimeException e) {
            log.error("the standbys could not be asked", e);
        }
    }
}
