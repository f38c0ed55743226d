package io.segue.cli;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.console.TestSubjects;
import io.segue.proxy.data.console.ConsoleServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The program itself, in a process of its own: on a terminal (that of script(1)) and without one, with real signals. */
@Timeout(300)
class TerminalIT {

    private static final String CTRL_C = "\003";

    private final TestSubjects subjects = new TestSubjects();
    private final ConsoleServer server = new ConsoleServer(subjects.console());
    private final StringBuffer screen = new StringBuffer();
    private Process process;

    @AfterEach
    void stop() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        server.close();
    }

    @Test
    void asksBeforeTheMoveAndBeforeTheAbort() throws Exception {
        subjects.migrations().slow();
        startOnTerminal("cutover orders");
        awaitOnScreen("Are you sure? [y/N]");
        type("y\n");
        awaitOnScreen("holding orders");
        type(CTRL_C);
        awaitOnScreen("abort the move of orders? [y/N]");
        type("n\n");
        awaitOnScreen("the move of orders goes on");
        type(CTRL_C);
        await().until(() -> screen.toString().split("abort the move", -1).length == 3);
        type("y\n");
        awaitOnScreen("HINT:  CUTOVER orders tries again.");
        assertThat(exitCode()).isEqualTo(18);
        assertThat(screen.toString()).as("no warnings of the runtime").doesNotContain("WARNING");
    }

    @Test
    void leavesOnTheSecondCtrlC() throws Exception {
        subjects.migrations().slow();
        startOnTerminal("cutover orders --yes");
        awaitOnScreen("holding orders");
        type(CTRL_C);
        awaitOnScreen("abort the move of orders? [y/N]");
        type(CTRL_C);
        awaitOnScreen("Watch it with: segue status orders");
        assertThat(exitCode()).isOne();
    }

    @Test
    void leavesAtOnceWhereThereIsNoTerminal() throws Exception {
        subjects.migrations().slow();
        start(new ProcessBuilder("/bin/sh", "-c", program("cutover orders --yes")));
        awaitOnScreen("holding orders");
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        awaitOnScreen("Watch it with: segue status orders");
        assertThat(exitCode()).isOne();
    }

    private void startOnTerminal(String arguments) throws IOException {
        start(new ProcessBuilder("script", "--quiet", "--flush", "--return", "--command", program(arguments), "/dev/null"));
    }

    /** In the place of the shell that starts it: a shell that has waited for it, as dash does, would die of the Ctrl-C of both. */
    private String program(String arguments) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return "exec " + java + " -Xshare:auto -XX:TieredStopAtLevel=1 -cp '" + System.getProperty("java.class.path")
                + "' io.segue.cli.Main -h 127.0.0.1 -p " + server.port() + " -U admin " + arguments;
    }

    private void start(ProcessBuilder builder) throws IOException {
        // Whoever starts the tests in the background has told all of us to ignore Ctrl-C.
        builder.command().addAll(0, List.of("env", "--default-signal=INT"));
        process = builder.redirectErrorStream(true).start();
        Thread.ofVirtual().start(this::readScreen);
    }

    /** Character by character: a question has no end of line. */
    private void readScreen() {
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            for (int next = output.read(); next >= 0; next = output.read()) {
                screen.append((char) next);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void awaitOnScreen(String text) {
        await().until(() -> screen.toString().contains(text));
    }

    private void type(String keys) throws IOException {
        process.outputWriter().write(keys);
        process.outputWriter().flush();
    }

    private int exitCode() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
