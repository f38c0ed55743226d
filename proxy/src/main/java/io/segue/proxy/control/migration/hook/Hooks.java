package io.segue.proxy.control.migration.hook;

import io.segue.proxy.config.Hook;
import io.segue.proxy.watch.HookEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One shard's hooks. Runs them, and says in the log what came of it; what follows from it is for the caller to decide. */
public final class Hooks {

    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

    private final String shard;
    private final Map<Hook, Path> programs;
    private final Duration limit;
    private final Duration fencedLimit;
    private final Consumer<HookEnd> ended;

    /**
     * @param limit for one run, after which the program is killed
     * @param fencedLimit the same for {@link Hook#FENCED}
     * @param ended hears of every end, for the meters
     */
    public Hooks(String shard, Map<Hook, Path> programs, Duration limit, Duration fencedLimit, Consumer<HookEnd> ended) {
        this.shard = shard;
        this.programs = Map.copyOf(programs);
        this.limit = limit;
        this.fencedLimit = fencedLimit;
        this.ended = ended;
    }

    /** @return empty when there is no program for this moment */
    public Optional<HookResult> run(Hook hook, int attempt, Map<String, String> says, BooleanSupplier aborted) throws InterruptedException {
        Path program = programs.get(hook);
        if (program == null) {
            return Optional.empty();
        }
        long begin = System.nanoTime();
        HookResult result = run(program, hook, attempt, begin, says, aborted);
        ended.accept(result.end());
        LOG.info("hook-ended shard={} hook={} attempt={} result={} ms={} said=\"{}\"",
                shard, hook.key(), attempt, result.label(), result.took().toNanos() / 1e6, result.lastWords());
        return Optional.of(result);
    }

    private HookResult run(Path program, Hook hook, int attempt, long begin, Map<String, String> says, BooleanSupplier aborted)
            throws InterruptedException {
        Duration most = hook == Hook.FENCED ? fencedLimit : limit;
        try (HookProcess process = HookProcess.start(program, says)) {
            HookEnd end = process.await(most, aborted);
            return new HookResult(hook, program, attempt, end, process.exitCode(), since(begin), process.lastWords());
        } catch (IOException e) {
            return new HookResult(hook, program, attempt, HookEnd.NOT_STARTED, OptionalInt.empty(), since(begin), e.getMessage());
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** The hooks whose program could not be run now, each with the program's path. */
    public List<String> unfit() {
        return programs.entrySet().stream()
                .filter(it -> !Files.isRegularFile(it.getValue()) || !Files.isExecutable(it.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .map(it -> it.getKey().key() + " " + it.getValue())
                .toList();
    }

    /** In the order of their moments, for people. */
    public List<String> list() {
        return programs.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(it -> it.getKey().key() + " " + it.getValue()).toList();
    }
}
