package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.survey.Login;
import io.segue.proxy.gate.ReadCatalog;
import io.segue.proxy.gate.ReadMove;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lets reads go on at the target while writes wait: proves again and again that the target shows whatever the source had acknowledged at
 * some instant, and says so to the gate. Where it cannot, reads wait like everything else; no move fails for it.
 *
 * <p>The thread of the migration.
 */
final class StandbyReads {

    /** Asked for nothing but a commit, a healthy source answers in a few milliseconds. */
    private static final Duration PROBE_LIMIT = Duration.ofMillis(500);

    private final Optional<ReadMove> move;
    private Optional<Proof> pending = Optional.empty();
    private boolean over;

    /** What the target must have replayed, and who may read then. */
    private sealed interface Proof {

        Lsn target();

        /** Reads that had arrived by {@code nanos}. */
        record UpTo(Lsn target, long nanos) implements Proof {}

        /** All: nothing is written any more. */
        record Final(Lsn target) implements Proof {}
    }

    private StandbyReads(Optional<ReadMove> move) {
        this.move = move;
    }

    static StandbyReads none() {
        return new StandbyReads(Optional.empty());
    }

    /** Takes a look into every database that has sessions. */
    static StandbyReads prepare(StepContext context) {
        Map<String, ReadCatalog> catalogs = new LinkedHashMap<>();
        for (String database : databases(context)) {
            try {
                context.source().readCatalog(database).ifPresentOrElse(
                        catalog -> catalogs.put(database, catalog),
                        () -> context.note("reads of database " + database + " will wait with the writes: it has a cast, a type or a domain"
                                + " that may write"));
            } catch (NodeException e) {
                context.note("reads of database " + database + " will wait with the writes: " + e.getMessage());
            }
        }
        return new StandbyReads(
                catalogs.isEmpty() ? Optional.empty() : Optional.of(new ReadMove(context.target().node(), catalogs)));
    }

    private static Set<String> databases(StepContext context) {
        return context.site().ownBackends().logins(context.site().shard()).stream().map(Login::database).collect(Collectors.toCollection(TreeSet::new));
    }

    Optional<ReadMove> move() {
        return move;
    }

    /** While units of work still run: one round of proof. */
    void whileDraining(StepContext context) {
        attempt(context, () -> {
            if (pending.isEmpty()) {
                long nanos = context.clock().nanos();
                pending = Optional.of(new Proof.UpTo(context.source().writeProbe(PROBE_LIMIT), nanos));
            }
        });
        look(context);
    }

    /** The source is quiet: what it has written by now is all that was ever acknowledged. */
    void drained(StepContext context) {
        attempt(context, () -> pending = Optional.of(new Proof.Final(context.source().written())));
    }

    /** Whether the target has come so far. */
    void look(StepContext context) {
        attempt(context, () -> {
            if (pending.isPresent() && context.target().replayed().compareTo(pending.get().target()) >= 0) {
                switch (pending.get()) {
                    case Proof.UpTo(Lsn _, long nanos) -> context.traffic().admitReads(nanos);
                    case Proof.Final _ -> proved(context);
                }
                pending = Optional.empty();
            }
        });
    }

    /** The target is proved to have everything. */
    void proved(StepContext context) {
        if (move.isPresent() && !over) {
            over = true;
            context.traffic().admitAllReads();
        }
    }

    /** Something that is asked of a node only for the sake of reads. */
    @FunctionalInterface
    private interface Question {
        void ask() throws NodeException;
    }

    private void attempt(StepContext context, Question question) {
        if (move.isEmpty() || over) {
            return;
        }
        try {
            question.ask();
        } catch (NodeException e) {
            over = true;
            context.note("reads wait with the writes from here on: " + e.getMessage());
        }
    }
}
