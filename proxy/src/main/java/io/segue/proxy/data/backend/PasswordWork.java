package io.segue.proxy.data.backend;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what takes milliseconds of pure computing: keys from passwords in clear. Fewer than there are cores, so that a storm of logins
 * does not keep event loops and moves waiting. Any thread.
 */
public final class PasswordWork implements Executor, AutoCloseable {

    /** Some three seconds of work: clients do not wait much longer for a login. */
    private static final int MAX_WAITING = 1_000;

    private static final long KEEP_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    public PasswordWork() {
        int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        threads = new ThreadPoolExecutor(
                most, most, KEEP_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().daemon().name("password-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws RejectedExecutionException when too much waits already */
    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    /** How much waits. */
    public int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
