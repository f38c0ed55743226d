package io.segue.proxy.gate;

import io.segue.proxy.route.Node;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A guest that writes down what it is told and then does what the test has given it to do. */
final class Visitor implements Guest {

    static final int WAITING_BYTES = 7;

    private final String name;
    private final List<String> log;
    private Runnable onAdmitted = () -> { };
    private Runnable onHold = () -> { };
    private Runnable onRefused = () -> { };
    private Runnable onMoved = () -> { };
    private Runnable onAdmittedToRead = () -> { };
    private Consumer<Consumer<WarmResult>> onWarm = done -> done.accept(new WarmResult.Warm());

    private boolean atRest;
    private Consumer<Consumer<Renewal>> onRenew = done -> done.accept(Renewal.KEPT);

    /** @param log shared by all whose order matters */
    Visitor(String name, List<String> log) {
        this.name = name;
        this.log = log;
    }

    Visitor whenAdmitted(Runnable then) {
        onAdmitted = then;
        return this;
    }

    Visitor whenHoldBegins(Runnable then) {
        onHold = then;
        return this;
    }

    Visitor whenMoved(Runnable then) {
        onMoved = then;
        return this;
    }

    Visitor whenRefused(Runnable then) {
        onRefused = then;
        return this;
    }

    Visitor whenWarmed(Consumer<Consumer<WarmResult>> then) {
        onWarm = then;
        return this;
    }

    @Override
    public int waitingBytes() {
        return WAITING_BYTES;
    }

    @Override
    public void admitted() {
        log.add(name + " admitted");
        onAdmitted.run();
    }

    Visitor whenAdmittedToRead(Runnable then) {
        onAdmittedToRead = then;
        return this;
    }

    @Override
    public void admittedToRead() {
        log.add(name + " admitted to read");
        onAdmittedToRead.run();
    }

    @Override
    public void refused(Refusal refusal) {
        log.add(name + " refused " + refusal);
        onRefused.run();
    }

    @Override
    public void holdBegins() {
        log.add(name + " told of the hold");
        onHold.run();
    }

    @Override
    public void suspect(Set<Integer> processes) {
        log.add(name + " is suspected, like " + processes);
    }

    @Override
    public void inquire(Runnable done) {
        done.run();
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
    public void endTransaction() {
        log.add(name + " ends its transaction");
    }

    @Override
    public void cancelTransaction(Set<Integer> committing) {
        log.add(name + " cancels its transaction, but not in " + committing);
    }

    @Override
    public void shardMoved() {
        onMoved.run();
    }

    @Override
    public void warm(Node target, Consumer<WarmResult> done) {
        log.add(name + " warms " + target);
        onWarm.accept(done);
    }

    Visitor atRest() {
        atRest = true;
        return this;
    }

    @Override
    public boolean isAtRest() {
        return atRest;
    }

    Visitor whenRenewed(Consumer<Consumer<Renewal>> then) {
        onRenew = then;
        return this;
    }

    @Override
    public void renew(Consumer<Renewal> done) {
        log.add(name + " renews");
        onRenew.accept(done);
    }

    @Override
    public void cool() {
        log.add(name + " cools");
    }

    @Override
    public String toString() {
        return name;
    }
}
