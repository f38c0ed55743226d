package io.segue.proxy.control.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One shell that lives as long as it can. A command is sent to its standard input together with what prints a mark before and after it
 * on both of its output streams; the last one on standard output carries the exit code. The marks hold a random number, so that no
 * command prints them by accident. Each command runs in a subshell: it may say {@code exit}, {@code cd} or what is no shell language at
 * all, and the shell goes on.
 *
 * <p>One command at a time, on any thread that may block.
 */
final class ShellProcess {

    /** How long a shell's last words may come after its end, or its end after its last words. */
    private static final Duration EXIT = Duration.ofMillis(200);

    /**
     * Said once to each new shell. Variables meant for the clients of a proxy that runs on the same machine would otherwise change where
     * a server listens (PGPORT is a default of {@code port}: PostgreSQL guc.c, InitializeGUCOptionsFromEnvironment) or whom
     * {@code pg_basebackup} asks.
     */
    private static final String PROLOGUE =
            """
            cd /; umask 077
            unset PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGPASSWORD PGPASSFILE PGSERVICE PGOPTIONS PGDATA
            unset PGAPPNAME PGCLIENTENCODING PGDATESTYLE
            """;

    private final Process process;
    private final ShellStream output;
    private final ShellStream errors;
    private final String nonce;
    private long commands;

    private ShellProcess(Process process, String nonce) {
        this.process = process;
        this.nonce = nonce;
        this.output = new ShellStream(process.getInputStream());
        this.errors = new ShellStream(process.getErrorStream());
    }

    /** @throws IOException when there is no such program */
    static ShellProcess start(List<String> command) throws IOException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        ShellProcess shell = new ShellProcess(
                new ProcessBuilder(command).start(), HexFormat.of().formatHex(random));
        shell.process.onExit().thenRunAsync(shell::cut, CompletableFuture.delayedExecutor(EXIT.toMillis(), TimeUnit.MILLISECONDS));
        return shell;
    }

    /** The shell is gone and will print no mark, though a child that it left behind may keep its streams open. */
    private void cut() {
        output.cut();
        errors.cut();
    }

    /** Makes the shell ready for commands, and tries whether it answers. What it says before is why it does not. */
    void prepare(String node, Duration limit) throws ShellLostException, TimeoutException, InterruptedException {
        Exchange first = listen(line -> {});
        Thread.ofPlatform().daemon().name("shell " + node + " output").start(output);
        Thread.ofPlatform().daemon().name("shell " + node + " errors").start(errors);
        write(PROLOGUE + wrap(new ShellCommand("open the shell", ":"), first.mark()));
        await(first, limit);
    }

    /**
     * @param lines told each line of the standard output as it comes, on the reading thread
     * @throws ShellLostException when the shell ended before the command
     * @throws TimeoutException when there is no answer within the limit; the shell is of no use any more and is to be killed
     */
    ShellResult run(ShellCommand command, Duration limit, Consumer<String> lines)
            throws ShellLostException, TimeoutException, InterruptedException {
        Exchange exchange = listen(lines);
        write(wrap(command, exchange.mark()));
        return await(exchange, limit);
    }

    private Exchange listen(Consumer<String> lines) {
        String mark = nonce + "." + ++commands;
        Exchange exchange = new Exchange(
                mark,
                new ShellCapture(mark + ".begin", mark + ".end", lines),
                new ShellCapture(mark + ".begin", mark + ".end", line -> {}));
        output.captureInto(exchange.output());
        errors.captureInto(exchange.errors());
        return exchange;
    }

    /** One command's marks, and what it prints between them. */
    private record Exchange(String mark, ShellCapture output, ShellCapture errors) {}

    private ShellResult await(Exchange exchange, Duration limit)
            throws ShellLostException, TimeoutException, InterruptedException {
        ShellCapture out = exchange.output();
        ShellCapture err = exchange.errors();
        try {
            CompletableFuture.allOf(out.end(), err.end()).get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return new ShellResult(Integer.parseInt(out.end().join()), out.text(), err.text());
        } catch (ExecutionException e) {
            throw new ShellLostException(lastWords(err.textBefore() + "\n" + err.text()), e.getCause());
        }
    }

    private static String wrap(ShellCommand command, String mark) {
        String begin = mark + ".begin";
        String end = mark + ".end";
        return "printf '%s\\n' " + begin + "; printf '%s\\n' " + begin + " >&2\n"
                + "( eval " + Quoting.shell(command.script()) + " ) " + redirect(command.input(), mark + ".input")
                + "segue_status=$?; printf '\\n%s %d\\n' " + end + " \"$segue_status\"; printf '\\n%s\\n' " + end + " >&2\n";
    }

    /** Input travels as a here-document: inside the shell's own standard input, so that it is in no command line. */
    private static String redirect(String input, String mark) {
        if (input.isEmpty()) {
            return "</dev/null\n";
        }
        return "<<'" + mark + "'\n" + input + (input.endsWith("\n") ? "" : "\n") + mark + "\n";
    }

    private void write(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            // A shell that takes no command any more has ended or is about to: whoever awaits its answer learns that, and its last words.
            // It is not killed here, which would close its streams with those words in them (java.lang.ProcessImpl, destroy).
        }
    }

    private String lastWords(String errors) {
        String said = errors.strip().replaceAll("\\s*\\R\\s*", " | ");
        return "the shell ended" + exitCode() + (said.isEmpty() ? "" : " and said: " + said);
    }

    private String exitCode() {
        try {
            return process.waitFor(EXIT.toMillis(), TimeUnit.MILLISECONDS) ? " with exit code " + process.exitValue() : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Whether the process is alive. It may end at any time after. */
    boolean alive() {
        return process.isAlive();
    }

    /** Lets it end by itself: an idle shell does so at the end of its input. */
    void end() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            kill(); // it cannot be told any more
        }
    }

    /** Ends it at once. A command that runs in it is not killed: what it was told to do, such as to start a server, may come to its end. */
    void kill() {
        process.destroyForcibly();
    }
}
