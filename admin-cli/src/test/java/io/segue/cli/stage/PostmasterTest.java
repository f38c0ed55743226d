package io.segue.cli.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is taken for a server that runs. */
class PostmasterTest {

    @TempDir
    private Path dataDirectory;

    private Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** @return what {@code script} prints first */
    private String run(String script, Path directory) throws IOException {
        process = new ProcessBuilder("sh", "-c", script).directory(directory.toFile()).redirectErrorStream(true).start();
        BufferedReader lines = process.inputReader();
        return lines.readLine();
    }

    private void servedBy(String pid) throws IOException {
        Files.writeString(dataDirectory.resolve("postmaster.pid"), pid + "\n" + dataDirectory + "\n");
    }

    @Test
    void nobodyWhereThereIsNoFile() throws Exception {
        assertThat(Postmaster.of(dataDirectory)).isEmpty();
    }

    @Test
    void theProcessThatWorksThere() throws Exception {
        servedBy(run("echo $$; exec sleep 60", dataDirectory));

        assertThat(Postmaster.of(dataDirectory)).map(Postmaster::pid).contains(process.pid());

        Postmaster postmaster = Postmaster.of(dataDirectory).orElseThrow();
        process.destroyForcibly();
        assertThat(postmaster.awaitEnd()).isTrue();
        assertThat(postmaster.runs()).isFalse();
    }

    @Test
    void notAStrangerThatHasItsNumber() throws Exception {
        servedBy(run("echo $$; exec sleep 60", Path.of("/")));

        assertThat(Postmaster.of(dataDirectory)).isEmpty();
    }

    /** What was killed is listed until its parent asks for it; this one never does. */
    @Test
    void notOneThatIsDeadAndNotReaped() throws Exception {
        String pid = run("sleep 0 & echo $!; exec sleep 60", dataDirectory);
        servedBy(pid);
        Path cwd = Path.of("/proc", pid, "cwd");
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> !Files.exists(cwd));

        assertThat(ProcessHandle.of(Long.parseLong(pid))).as("it is still listed").isPresent();
        assertThat(Postmaster.of(dataDirectory)).isEmpty();
    }
}
