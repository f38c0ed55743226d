package io.segue.proxy.data.net.tls;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that do what of a handshake takes long, so that sessions on the same event loop do not wait for it. Who comes when the queue
 * is full gets no handshake: then its clients have given up long before their turn. Any thread.
 */
public final class TlsTasks implements Executor, AutoCloseable {

    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    /** @param waiting tasks at most; a connection never has more than one */
    public TlsTasks(int threads, int waiting) {
        this.threads = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), new DefaultThreadFactory("tls", true));
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** @throws java.util.concurrent.RejectedExecutionException when too many wait; Netty then fails the handshake */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Tasks whose turn has not come. */
    public int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
