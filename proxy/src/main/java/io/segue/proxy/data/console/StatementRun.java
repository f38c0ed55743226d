package io.segue.proxy.data.console;

import io.netty.channel.Channel;
import io.segue.proxy.data.net.ClientAddress;
import io.segue.protocol.message.ErrorFields;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One statement on its way, on a virtual thread that belongs to it alone: an interrupt can hit no other. What it has to say comes back on
 * the event loop, in order: notices, then one outcome.
 */
final class StatementRun implements Console.Client {

    private static final Logger LOG = LoggerFactory.getLogger(StatementRun.class);

    /** What came of it. */
    sealed interface Outcome {

        record Succeeded(Console.Result result) implements Outcome {}

        record Failed(ErrorFields error) implements Outcome {}
    }

    /** Who hears of it, on the event loop. */
    interface Listener {

        void noticed(StatementRun run, String severity, String message);

        void finished(StatementRun run, Outcome outcome);
    }

    private final Console.Statement statement;
    private final String user;
    private final Channel channel;
    private final String address;
    private final Listener listener;
    private final Thread thread;

    private StatementRun(Console.Statement statement, String user, Channel channel, Listener listener, ThreadFactory threads) {
        this.statement = statement;
        this.user = user;
        this.channel = channel;
        this.address = ClientAddress.of(channel).toString();
        this.listener = listener;
        this.thread = threads.newThread(this::run);
    }

    static StatementRun start(Console.Statement statement, String user, Channel channel, Listener listener, ThreadFactory threads) {
        StatementRun run = new StatementRun(statement, user, channel, listener, threads);
        run.thread.start();
        return run;
    }

    private void run() {
        Outcome outcome = outcome();
        tell(() -> listener.finished(this, outcome));
    }

    /** On the event loop; nobody is left to be told when that has stopped, with the proxy. */
    private void tell(Runnable event) {
        try {
            channel.eventLoop().execute(event);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("console statement outlived the proxy user={}", user);
        }
    }

    private Outcome outcome() {
        try {
            return new Outcome.Succeeded(statement.execute(this));
        } catch (ConsoleException failure) {
            return new Outcome.Failed(ConsoleErrors.fields(failure));
        } catch (InterruptedException interrupted) {
            return new Outcome.Failed(ConsoleErrors.cancelled());
        } catch (RuntimeException | Error unexpected) {
            LOG.error("console statement failed user={}", user, unexpected);
            return new Outcome.Failed(ConsoleErrors.internal());
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    Console.Statement statement() {
        return statement;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public void notice(String severity, String message) {
        tell(() -> listener.noticed(this, severity, message));
    }

    @Override
    public boolean connected() {
        return channel.isActive();
    }
}
