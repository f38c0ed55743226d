package io.segue.proxy.gate;

import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** An event loop whose tasks run, and whose time passes, when the test says so. */
public class SteppedLoop extends AbstractScheduledEventExecutor {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final MockTicker ticker = Ticker.newMockTicker();
    private volatile Optional<Thread> runner = Optional.empty();
    private volatile Optional<Thread> impatient = Optional.empty();

    /** Does {@code work} at once, in front of the tasks that wait. */
    public void now(Runnable work) {
        runner = Optional.of(Thread.currentThread());
        try {
            work.run();
        } finally {
            runner = Optional.empty();
        }
    }

    /** Does {@code work}, which waits for what it asks of this loop: that is done at once, and with it what waits already. */
    public void promptly(Runnable work) {
        impatient = Optional.of(Thread.currentThread());
        try {
            work.run();
        } finally {
            impatient = Optional.empty();
        }
    }

    /** Runs the task that waits longest. @return false when none waits */
    public boolean step() {
        now(this::takeWhatIsDue);
        Runnable task = tasks.poll();
        if (task != null) {
            now(task);
        }
        return task != null;
    }

    private void takeWhatIsDue() {
        for (Runnable due = pollScheduledTask(ticker.nanoTime()); due != null; due = pollScheduledTask(ticker.nanoTime())) {
            tasks.add(due);
        }
    }

    public void runAll() {
        boolean more = true;
        while (more) {
            more = step();
        }
    }

    /** Lets time pass. What is due then waits for its {@link #step}, as on a loop that is busy. */
    public void pass(Duration time) {
        ticker.advance(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Lets time pass and runs what is due then. */
    void advance(Duration time) {
        runAll();
        ticker.advance(time.toNanos(), TimeUnit.NANOSECONDS);
        runAll();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (runner.isEmpty() && isImpatient(Thread.currentThread())) {
            runAll();
        }
    }

    private boolean isImpatient(Thread thread) {
        return impatient.filter(thread::equals).isPresent();
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return runner.filter(thread::equals).isPresent();
    }

    @Override
    public Ticker ticker() {
        return ticker;
    }

    @Override
    public boolean isShuttingDown() {
        return false;
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }

    @Override
    public Promise<?> terminationFuture() {
        throw neverShutDown();
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        throw neverShutDown();
    }

    @Override
    @Deprecated
    public void shutdown() {
        throw neverShutDown();
    }

    private static UnsupportedOperationException neverShutDown() {
        return new UnsupportedOperationException("a stepped loop has no thread to stop");
    }
}
