package io.segue.proxy.gate;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The price of the door: what each unit of work pays for it that a move could hold it. */
@State(Scope.Thread)
public class GateBenchmark {

    private final GateLane open = House.open(1).lane(0);
    private final GateLane shut = House.shut(1).lane(0);

    @Benchmark
    public boolean enterAndLeave() {
        boolean entered = open.enter();
        open.leave();
        return entered;
    }

    /** With another inside: pipelined, or of another session on the loop. */
    @Benchmark
    public boolean enterTwiceAndLeave() {
        boolean entered = open.enter() & open.enter();
        open.leave();
        open.leave();
        return entered;
    }

    @Benchmark
    public boolean isNotLetIn() {
        return shut.enter();
    }
}
