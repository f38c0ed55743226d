package io.segue.proxy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.gate.Guest;
import io.segue.proxy.route.Node;
import io.segue.proxy.simulation.Books.Answer;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One client's session at the gate: sends a statement when the lane lets it, keeps it while the lane does not, and hears one answer. The
 * answer comes when the seed says so.
 */
final class SimSession implements Guest {

    private static final int STATEMENT_BYTES = 30;

    /** What the lane must always hold true of. */
    private sealed interface Doing {

        record Nothing() implements Doing {}

        /** Sent, to be executed there after so many steps. */
        record Running(long row, Node node, int steps) implements Doing {}

        /** Executed; its answer is on the way. */
        record Answering(long row, World.Fate fate) implements Doing {}

        /** Its bytes are kept here and have been sent to nobody. */
        record Kept(long row) implements Doing {}
    }

    private final GateLane lane;
    private final World world;
    private final Books books;
    private final Random random;
    private final boolean counted;
    private final Consumer<String> notes;
    private Doing doing = new Doing.Nothing();
    private int patience;

    /**
     * @param counted false for a session that enters the lane without being counted: known bad
     * @param notes hears of every error
     */
    SimSession(GateLane lane, World world, Books books, Random random, boolean counted, Consumer<String> notes) {
        this.lane = lane;
        this.world = world;
        this.books = books;
        this.random = random;
        this.counted = counted;
        this.notes = notes;
    }

    /** From now on its statements take so many steps more: a transaction that does not end. */
    void slow(int steps) {
        patience = steps;
    }

    /** One thing happens to it. On its loop. */
    void step() {
        switch (doing) {
            case Doing.Nothing() -> begin();
            case Doing.Running(long row, Node node, int steps) when steps > 0 -> doing = new Doing.Running(row, node, steps - 1);
            case Doing.Running(long row, Node node, int _) -> doing = new Doing.Answering(row, world.execute(node, row));
            case Doing.Answering(long row, World.Fate fate) -> end(row, fate);
            case Doing.Kept _ -> { }
        }
    }

    private void begin() {
        long row = books.begin();
        if (enter()) {
            send(row);
        } else {
            doing = new Doing.Kept(row);
            lane.join(this);
        }
    }

    private boolean enter() {
        return counted ? lane.enter() : lane.isOpen();
    }

    private void send(long row) {
        doing = new Doing.Running(row, lane.node(), random.nextInt(4) + patience);
    }

    private void end(long row, World.Fate fate) {
        doing = new Doing.Nothing();
        if (fate != World.Fate.DONE) {
            notes.accept("statement " + row + " is " + fate);
        }
        books.answered(row, switch (fate) {
            case DONE -> Answer.DONE;
            case READ_ONLY -> Answer.READ_ONLY;
            case LOST -> Answer.UNKNOWN;
        });
        if (counted) {
            lane.leave();
        }
    }

    @Override
    public int waitingBytes() {
        return STATEMENT_BYTES;
    }

    @Override
    public void admitted() {
        long row = kept("admitted");
        assertThat(enter()).as("the lane lets in whom it admits").isTrue();
        send(row);
    }

    @Override
    public void refused(Refusal refusal) {
        long row = kept("refused");
        notes.accept("statement " + row + " is refused: " + refusal);
        doing = new Doing.Nothing();
        books.answered(row, Answer.REFUSED);
    }

    private long kept(String news) {
        assertThat(doing).as("who is %s", news).isInstanceOf(Doing.Kept.class);
        return ((Doing.Kept) doing).row();
    }

    @Override
    public void admittedToRead() {
        throw new IllegalStateException("it only writes");
    }

    @Override
    public void suspect(Set<Integer> processes) {
        // It has nothing.
    }

    @Override
    public void inquire(Runnable done) {
        done.run();
    }

    @Override
    public void endTransaction() {
        // Its statements are transactions of their own.
    }

    @Override
    public void cancelTransaction(Set<Integer> committing) {
        // It has none.
    }

    @Override
    public void relisten(Node target, Runnable done) {
        done.run();
    }

    @Override
    public void opened() {
        // It listens to nothing.
    }

    @Override
    public void holdBegins() {
        // It has nothing to ask its server.
    }

    @Override
    public void shardMoved() {
        // It asks its lane at each statement.
    }

    @Override
    public void warm(Node target, Consumer<WarmResult> done) {
        done.accept(new WarmResult.Warm());
    }

    @Override
    public boolean isAtRest() {
        return false;
    }

    @Override
    public void renew(Consumer<Renewal> done) {
        done.accept(Renewal.KEPT);
    }

    @Override
    public void cool() {
        // It has no spare link.
    }

    boolean keeps() {
        return doing instanceof Doing.Kept;
    }
}
