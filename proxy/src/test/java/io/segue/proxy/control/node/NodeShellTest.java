package io.segue.proxy.control.node;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a plain {@code sh} on this machine. */
class NodeShellTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(150);

    private final NodeShell shell = new NodeShell("node_a", List.of("sh"), LIMIT);

    @AfterEach
    void close() {
        shell.close();
    }

    private ShellResult run(String script) throws NodeException {
        return shell.ask(new ShellCommand("try", script), LIMIT);
    }

    @Test
    void tellsExitCodeOutputAndErrorsApart() throws NodeException {
        assertThat(run("echo out; echo err >&2; exit 3")).isEqualTo(new ShellResult(3, "out\n", "err\n"));
        assertThat(run("printf out; printf err >&2")).isEqualTo(new ShellResult(0, "out", "err"));
        assertThat(run(":")).isEqualTo(new ShellResult(0, "", ""));
        assertThat(run("kill -9 $(sh -c 'echo $PPID')").exitCode()).isEqualTo(137);
    }

    @Test
    void staysOneShellWhateverTheCommandsDo() throws NodeException {
        String first = run("echo $$").output();
        run("cd /tmp; exit 1");
        run("if then ((( ' no shell language");
        run("exec false");
        run("set -e; false; echo never");
        assertThat(run("pwd").output()).isEqualTo("/\n");
        assertThat(run("echo $$").output()).isEqualTo(first);
    }

    @Test
    void aSyntaxErrorIsAFailedCommand() throws NodeException {
        ShellResult result = run("echo 'unfinished");
        assertThat(result.successful()).isFalse();
        assertThat(result.errors()).isNotBlank();
    }

    @Test
    void keepsOutputByteForByte() throws NodeException {
        String lines = "\n\n first\r\n\tsecond \n\n";
        assertThat(shell.ask(new ShellCommand("repeat", "cat", lines), LIMIT).output()).isEqualTo(lines);
        assertThat(run("printf 'a\\000b\\n'").output()).isEqualTo("a\0b\n");
        assertThat(run("printf '\\377'").output()).isEqualTo("\uFFFD");
        assertThat(run("head -c 300000 /dev/zero").output()).hasSize(300_000);
    }

    @Test
    void isNotFooledByMarksInTheOutput() throws NodeException {
        ShellResult result = run("for i in 1 2 3; do echo 0123456789abcdef0123456789abcdef.$i.end 0; echo .begin; done; exit 4");
        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.output()).hasLineCount(6);
    }

    @Test
    void readsLongOutputToItsEndButKeepsOnlyItsBeginning() throws NodeException {
        ShellResult result = run("yes 0123456789 | head -c 3000000; exit 5");
        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.output()).startsWith("0123456789\n").endsWith("is not kept]").hasSizeLessThan(1_048_700);
        assertThat(run("head -c 3000000 /dev/zero; echo; echo more").output()).endsWith("is not kept]");
        assertThat(run("echo still here").output()).isEqualTo("still here\n");
    }

    @Test
    void hasNothingToReadUnlessItIsGiven() throws NodeException {
        assertThat(run("cat").output()).isEmpty();
        assertThat(shell.ask(new ShellCommand("read", "read -r a; read -r b; echo \"$b $a\"", "one 'two' $x\n`three`"), LIMIT)
                        .output())
                .isEqualTo("`three` one 'two' $x\n");
    }

    @Test
    void whatStandsOnStandardInputIsInNoCommandLine() throws NodeException {
        String lines = shell.ask(
                        new ShellCommand("look", "read -r secret; cat /proc/[0-9]*/cmdline | tr '\\0' '\\n'", "hunter2-hunter2"), LIMIT)
                .output();
        assertThat(lines).contains("sh").doesNotContain("hunter2-hunter2");
    }

    @Test
    void doesNotInheritWhatIsMeantForClients() throws NodeException {
        NodeShell polluted = new NodeShell("node_a", List.of("env", "PGPORT=1", "PGPASSWORD=x", "PGDATA=/nowhere", "sh"), LIMIT);
        try (polluted) {
            assertThat(polluted.require(new ShellCommand("look", "env | grep '^PG' || echo none"), LIMIT)).isEqualTo("none\n");
        }
    }

    @Test
    void aCommandThatOverrunsItsLimitLeavesAnUnknownOutcomeAndAFreshShell() throws NodeException {
        String first = run("echo $$").output();
        assertThatThrownBy(() -> shell.ask(new ShellCommand("wait for ever", "sleep 3"), SHORT))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("node_a: cannot wait for ever: no answer within 150 ms")
                .hasMessageContaining("unknown");
        assertThat(run("echo $$").output()).isNotEqualTo(first);
    }

    @Test
    void opensAShellAnewThatWasKilledInBetween() throws NodeException {
        long first = Long.parseLong(run("echo $$").output().strip());
        ProcessHandle process = ProcessHandle.of(first).orElseThrow();
        process.destroyForcibly();
        await().until(() -> !process.isAlive());
        assertThat(run("echo $$").output().strip()).matches("\\d+").isNotEqualTo(String.valueOf(first));
    }

    /** The shell is killed by the first of the two runs only. */
    @Test
    void asksAgainOnceWhenTheShellDiesUnderAQuestion() throws Exception {
        Path trace = Files.createTempFile("segue", ".trace");
        try {
            String script = "echo run >> " + trace + "; [ $(wc -l < " + trace + ") -ge 2 ] || kill -9 $$; echo answer";
            assertThat(run(script).output()).isEqualTo("answer\n");
            assertThat(trace).hasContent("run\nrun");
        } finally {
            Files.delete(trace);
        }
    }

    @Test
    void doesNotRepeatWhatMustNotRunTwice() throws Exception {
        Path trace = Files.createTempFile("segue", ".trace");
        try {
            ShellCommand command = new ShellCommand("do it once", "echo run >> " + trace + "; kill -9 $$");
            assertThatThrownBy(() -> shell.tell(command, LIMIT, line -> {}))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("cannot do it once: the shell ended with exit code 137")
                    .hasMessageContaining("unknown");
            assertThat(trace).hasContent("run");
        } finally {
            Files.delete(trace);
        }
    }

    @Test
    void givesUpOnAShellThatDiesEachTime() {
        assertThatThrownBy(() -> run("kill -9 $$"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("node_a: cannot try: the shell ended with exit code 137");
    }

    @Test
    void saysWhyAShellDoesNotOpen() {
        NodeShell none = new NodeShell("node_b", List.of("/nowhere/ssh", "node_b", "sh"), LIMIT);
        assertThatThrownBy(none::open)
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("node_b: cannot open the shell: the shell does not start")
                .hasMessageContaining("/nowhere/ssh node_b sh");
        NodeShell refused = new NodeShell("node_b", List.of("sh", "-c", "echo Connection refused >&2; exit 255"), LIMIT);
        assertThatThrownBy(refused::open)
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("the shell ended with exit code 255 and said: Connection refused");
    }

    @Test
    void doesNotWaitForAShellThatNeverAnswers() {
        NodeShell silent = new NodeShell("node_b", List.of("sleep", "5"), SHORT);
        assertThatThrownBy(silent::open).isInstanceOf(NodeException.class).hasMessageContaining("no answer within 150 ms");
    }

    @Test
    void readsPastABanner() throws NodeException {
        try (NodeShell chatty = new NodeShell("node_b", List.of("sh", "-c", "echo Welcome; echo Beware >&2; exec sh"), LIMIT)) {
            assertThat(chatty.ask(new ShellCommand("try", "echo out; echo err >&2"), LIMIT))
                    .isEqualTo(new ShellResult(0, "out\n", "err\n"));
        }
    }

    @Test
    void whatAChildSaysLaterIsNotTheNextCommandsOutput() throws NodeException {
        run("{ sleep 0.2; echo straggler; } &");
        assertThat(run("sleep 0.4; echo mine").output()).contains("mine");
        assertThat(run("echo next").output()).isEqualTo("next\n");
    }

    @Test
    void passesLinesOnAsTheyCome() throws NodeException {
        List<String> lines = new CopyOnWriteArrayList<>();
        ShellResult result = shell.tell(new ShellCommand("count", "for i in 1 2 3; do echo $i; done"), LIMIT, lines::add);
        assertThat(lines).startsWith("1", "2", "3");
        assertThat(result.output()).isEqualTo("1\n2\n3\n");
    }

    @Test
    void takesOneCommandAtATime() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ShellResult>> answers = new ArrayList<>();
            for (int i : IntStream.range(0, 50).toArray()) {
                answers.add(threads.submit(() -> run("echo " + i + "; exit " + i)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(new ShellResult(i, i + "\n", ""));
            }
        }
    }

    @Test
    void aCallerWaitsForItsTurnNoLongerThanItsLimit(@TempDir Path directory) throws Exception {
        Path over = directory.resolve("over");
        CountDownLatch started = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ShellResult> slow = threads.submit(() -> runLong("echo; while [ ! -e " + over + " ]; do sleep 0.05; done", started));
            started.await();
            assertThatThrownBy(() -> shell.ask(new ShellCommand("squeeze in", ":"), SHORT))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("node_a: cannot squeeze in: the shell was busy with another command for 150 ms")
                    .hasMessageContaining("Nothing was done");
            Files.createFile(over);
            assertThat(slow.get().successful()).isTrue();
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ShellResult> waiting = threads.submit(() -> runLong("echo; sleep 30", started));
            started.await();
            threads.shutdownNow();
            assertThatThrownBy(waiting::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(NodeException.class)
                    .hasMessageContaining("it was interrupted");
        }
    }

    @Test
    void closingEndsAnIdleShell() throws NodeException {
        ProcessHandle process = ProcessHandle.of(Long.parseLong(run("echo $$").output().strip())).orElseThrow();
        shell.close();
        await().until(() -> !process.isAlive());
    }

    @Test
    void closingEndsTheShellUnderACommand() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ShellResult> waiting = threads.submit(() -> runLong("echo; exec sleep 30", started));
            started.await();
            shell.close();
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(NodeException.class).hasMessageContaining("unknown");
        }
        assertThatThrownBy(() -> run(":")).isInstanceOf(NodeException.class).hasMessageContaining("no longer in use");
    }

    private ShellResult runLong(String script, CountDownLatch started) throws NodeException {
        return shell.tell(new ShellCommand("take long", script), LIMIT, line -> started.countDown());
    }

    @Test
    void refusesCommandsThatWouldFillThePipe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShellCommand("write much", "x".repeat(ShellCommand.MAX_CHARACTERS + 1)));
    }
}
