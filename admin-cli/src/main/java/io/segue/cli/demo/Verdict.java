package io.segue.cli.demo;

import io.segue.cli.measure.Move;
import java.util.List;

/** What Segue promises, and whether it was kept in this show. A show without load keeps nothing. */
record Verdict(List<Promise> promises) {

    /** Connection pools give up a connection after 5 s; no hold may come near that. What a write waits that no move concerns comes on top. */
    static final double LONGEST_PAUSE_MILLISECONDS = 4_500;

    /** What the median pause is meant to be at this stage. An aim, not a promise: it depends on the machine. */
    static final double AIM_P50_MILLISECONDS = 150;

    /**
     * @param text what is counted
     * @param found the figure, for people
     */
    record Promise(String text, boolean kept, String found) {}

    static Verdict of(Figures figures, int movesExpected) {
        long done = figures.moves().stream().filter(Move::done).count();
        long again = figures.moves().stream().mapToLong(Move::tries).filter(tries -> tries > 1).count();
        long resurrected = figures.audit().resurrected().size();
        boolean worked = figures.audit().acknowledged() > 0 && figures.pgbench().processed() > 0;
        return new Verdict(List.of(
                new Promise("moves that ended well", done == movesExpected, done + " of " + movesExpected + (again == 0 ? "" : ", %d of them not at the first try".formatted(again))),
                none("errors seen by clients", figures.clientErrors()),
                new Promise(
                        "acknowledged and lost",
                        worked && figures.lost() == 0,
                        "%d of %,d".formatted(figures.lost(), figures.acknowledged())),
                none("doubled", figures.doubled()),
                none("aborted and come back", resurrected),
                none("own writes not seen", figures.book().staleReads()),
                new Promise("sums of pgbench balance", figures.pgbenchAudit().balanced(), figures.pgbenchAudit().balanced() ? "yes" : "no"),
                new Promise(
                        "longest wait of a write",
                        figures.pauses().count() > 0 && figures.pauses().max() <= LONGEST_PAUSE_MILLISECONDS + figures.pauses().outside(),
                        "%.0f ms, limit %,.0f ms and the %.0f ms of writes outside of moves".formatted(
                                figures.pauses().max(), LONGEST_PAUSE_MILLISECONDS, figures.pauses().outside()))));
    }

    boolean kept() {
        return promises.stream().allMatch(Promise::kept);
    }

    private static Promise none(String text, long count) {
        return new Promise(text, count == 0, String.valueOf(count));
    }
}
