package io.segue.proxy.control.node;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The shell on a node's machine. It is opened when first needed and kept, so that a command costs one round trip; one that was lost is
 * opened anew by the next command. One command at a time: others wait for their turn within their own limit.
 *
 * <p>A command without an answer within its limit ends the shell, not the command: its outcome is unknown, and the error says so.
 */
final class NodeShell implements AutoCloseable {

    private final String node;
    private final List<String> command;
    private final Duration openLimit;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile Optional<ShellProcess> process = Optional.empty();
    private volatile boolean closed;

    /**
     * @param command what gives a POSIX shell on the node's machine
     * @param openLimit for the shell to answer for the first time
     */
    NodeShell(String node, List<String> command, Duration openLimit) {
        this.node = node;
        this.command = List.copyOf(command);
        this.openLimit = openLimit;
    }

    /** Another shell on the same machine, for a command that takes long; the caller closes it. */
    NodeShell another() {
        return new NodeShell(node, command, openLimit);
    }

    /** Opens the shell and tries it out. */
    void open() throws NodeException {
        ask(new ShellCommand("open the shell", ":"), openLimit);
    }

    /** Runs a command that does no harm when it runs twice: a shell that is lost under way is opened anew, once. */
    ShellResult ask(ShellCommand what, Duration limit) throws NodeException {
        return inTurn(what, limit, () -> {
            try {
                return opened().run(what, limit, line -> {});
            } catch (ShellLostException e) {
                drop();
                return opened().run(what, limit, line -> {});
            }
        });
    }

    /** As {@link #ask}; an exit code other than 0 is an error, and the answer is the standard output. */
    String require(ShellCommand what, Duration limit) throws NodeException {
        ShellResult result = ask(what, limit);
        if (!result.successful()) {
            throw NodeException.of(node, what.purpose(), result.complaint(), advice(result.exitCode()));
        }
        return result.output();
    }

    /**
     * Runs a command that must not run twice.
     *
     * @param lines told each line of the standard output as it comes, on another thread
     */
    ShellResult tell(ShellCommand what, Duration limit, Consumer<String> lines) throws NodeException {
        return inTurn(what, limit, () -> opened().run(what, limit, lines));
    }

    private interface Exchange {
        ShellResult run() throws ShellLostException, TimeoutException, InterruptedException;
    }

    private ShellResult inTurn(ShellCommand what, Duration limit, Exchange exchange) throws NodeException {
        awaitTurn(what, limit);
        try {
            return exchange.run();
        } catch (ShellLostException e) {
            drop();
            throw new NodeException(
                    sentence(
                            what,
                            e.getMessage(),
                            "Whether it took effect is unknown. Try the node's shell by hand: " + words() + "."),
                    e);
        } catch (TimeoutException e) {
            drop();
            throw new NodeException(
                    sentence(
                            what,
                            "no answer within " + limit.toMillis() + " ms",
                            "Whether it took effect is unknown; the shell " + words() + " was closed, the next command opens it anew."),
                    e);
        } catch (InterruptedException e) {
            drop();
            throw interrupted(what, e);
        } finally {
            turn.unlock();
        }
    }

    private void awaitTurn(ShellCommand what, Duration limit) throws NodeException {
        try {
            if (!turn.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw NodeException.of(
                        node,
                        what.purpose(),
                        "the shell was busy with another command for " + limit.toMillis() + " ms",
                        "Nothing was done; try again.");
            }
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private NodeException interrupted(ShellCommand what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new NodeException(
                sentence(what, "it was interrupted", "Whether it took effect is unknown; the shell was closed."), e);
    }

    private String sentence(ShellCommand what, String said, String next) {
        return NodeException.sentence(node, what.purpose(), said, next);
    }

    private String words() {
        return String.join(" ", command);
    }

    /** The exit codes of a shell that found no such program, or may not run it (POSIX, 2.8.2). */
    private static String advice(int exitCode) {
        return exitCode == 126 || exitCode == 127
                ? "Check the node's binaries directory, and that the shell is that of the data directory's owner."
                : "Try it in the node's shell.";
    }

    private ShellProcess opened() throws ShellLostException, TimeoutException, InterruptedException {
        if (process.isEmpty() || !process.get().alive()) {
            drop();
            process = Optional.of(start());
            if (closed) {
                drop();
                throw new ShellLostException("this node is no longer in use", null);
            }
            process.get().prepare(node, openLimit);
        }
        return process.get();
    }

    private ShellProcess start() throws ShellLostException {
        try {
            return ShellProcess.start(command);
        } catch (IOException e) {
            throw new ShellLostException("the shell does not start: " + e.getMessage(), e);
        }
    }

    private void drop() {
        process.ifPresent(ShellProcess::kill);
        process = Optional.empty();
    }

    /** Ends the shell, also under a command that runs in it on another thread; that one's outcome is then unknown. */
    @Override
    public void close() {
        closed = true;
        process.ifPresent(ShellProcess::end);
        if (turn.isLocked()) {
            process.ifPresent(ShellProcess::kill);
        }
    }
}
