package io.segue.proxy.control.migration.hook;

import io.segue.proxy.watch.HookEnd;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One program from its start to its end, or to its deadline. Its output is read as it comes, so that it never waits for a reader, and the
 * end of it is kept.
 *
 * <p>It inherits nothing of the proxy's environment but what every program wants: the proxy's own may hold its password.
 */
final class HookProcess implements AutoCloseable {

    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR");

    private static final Duration GLANCE = Duration.ofMillis(5);

    /** Of its output the last so many bytes are kept. */
    private static final int KEPT = 1_000;

    private final Process process;
    private final InputStream output;
    private final StringBuilder lastWords = new StringBuilder();

    private HookProcess(Process process) {
        this.process = process;
        this.output = process.getInputStream();
    }

    /** @throws IOException when there is no such program, or it may not be run */
    static HookProcess start(Path program, Map<String, String> says) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString())
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(says);
        return new HookProcess(builder.start());
    }

    /** @param aborted whether it is to be killed before its deadline; asked all the time */
    HookEnd await(Duration limit, BooleanSupplier aborted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            boolean ended = process.waitFor(GLANCE.toNanos(), TimeUnit.NANOSECONDS);
            listen();
            if (ended) {
                return process.exitValue() == 0 ? HookEnd.DONE : HookEnd.FAILED;
            }
            if (aborted.getAsBoolean()) {
                return HookEnd.ABORTED;
            }
            if (System.nanoTime() - deadline >= 0) {
                return HookEnd.TIMED_OUT;
            }
        }
    }

    private void listen() throws IOException {
        for (int available = output.available(); available > 0; available = output.available()) {
            byte[] said = output.readNBytes(Math.min(available, KEPT));
            if (said.length == 0) {
                return;
            }
            lastWords.append(new String(said, StandardCharsets.UTF_8));
            lastWords.delete(0, Math.max(0, lastWords.length() - KEPT));
        }
    }

    /** Empty while it runs. */
    OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** In one line, and nothing in it that could be taken for a line of the log. */
    String lastWords() {
        return lastWords.toString().strip().replaceAll("\\s*\\R\\s*", " | ").replaceAll("\\p{Cntrl}", "?");
    }

    /** Kills it, if it still runs, with all that it has started. What it left in the background is not read any more. */
    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            try (Stream<ProcessHandle> family = process.descendants()) {
                family.toList().forEach(ProcessHandle::destroyForcibly);
            }
            process.destroyForcibly();
        }
        output.close();
    }
}
