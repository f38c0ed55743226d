package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.ABORT;
import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.control.migration.model.ModelProxy.SHARD;
import static io.segue.proxy.control.migration.model.ModelProxy.SWITCHBACK;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.config.Hook;
import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.Crash;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.migration.step.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs at the moments of a move: before the point of no return they can stop it, afterwards nothing can. */
class HookTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir(factory = QuickDirectory.class)
    private Path directory;

    private final World world = new World();
    private final ModelFiles files = new ModelFiles();
    private final Map<Hook, Path> programs = new EnumMap<>(Hook.class);
    private Path diary;
    private ModelProxy proxy;

    @BeforeEach
    void everyHookWritesIntoTheDiary() throws Exception {
        diary = Files.createFile(directory.resolve("diary"));
        for (Hook hook : Hook.values()) {
            hook(hook, "");
        }
    }

    /** A program that writes down when it was run, and then does {@code then}. */
    private void hook(Hook hook, String then) throws IOException {
        Path program = directory.resolve(hook.key());
        String script = """
                #!/bin/sh
                echo "$SEGUE_HOOK $SEGUE_SHARD $SEGUE_FROM $SEGUE_TO $SEGUE_PHASE $SEGUE_ATTEMPT $SEGUE_RESULT" >> %s
                %s
                """.formatted(diary, then);
        Files.writeString(program, script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        programs.put(hook, program);
    }

    private void start(Duration limit) throws Exception {
        proxy = new ModelProxy(world, files, directory).hooked(programs, limit).start();
    }

    private List<String> diary() throws IOException {
        return Files.readAllLines(diary).stream().map(String::strip).toList();
    }

    private List<String> hooksOfLastReport() throws IOException {
        String json = proxy.service().reports().json(proxy.service().reports().last(Optional.of(SHARD)).orElseThrow().number()).orElseThrow();
        String list = json.substring(json.indexOf("\"hooks\" : [") + 11, json.lastIndexOf(']')).strip();
        return list.isEmpty() ? List.of() : List.of(list.split("\",\\s*\""));
    }

    @Test
    void eachHasItsMomentAndIsReported() throws Exception {
        start(LONG);
        proxy.expect(PREPARE, Result.DONE);
        assertThat(diary()).as("a preparation is no move").isEmpty();

        proxy.expect(CUTOVER, Result.DONE);

        assertThat(diary()).containsExactly(
                "before-hold main node_a node_b WARMING 1", "fenced main node_a node_b PROVING 1", "success main node_a node_b MOVED 1 DONE");
        assertThat(hooksOfLastReport()).hasSize(3).allMatch(it -> it.contains("attempt 1: done after "));
        assertThat(proxy.notes()).anyMatch(it -> it.startsWith("hook fenced, attempt 1: done after"));

        proxy.expect(SWITCHBACK, Result.DONE);
        assertThat(diary()).hasSize(6).endsWith("success main node_b node_a READY 1 DONE");
        assertThat(proxy.plan(CUTOVER)).contains("hook       before-hold " + programs.get(Hook.BEFORE_HOLD));
    }

    @Test
    void oneThatRefusesBeforeTheHoldEndsTheAttemptThere() throws Exception {
        hook(Hook.BEFORE_HOLD, "echo the nightly job still runs; exit 3");
        start(LONG);
        proxy.expect(PREPARE, Result.DONE);
        String footprint = world.footprint();

        Outcome outcome = proxy.run(CUTOVER);

        assertThat(outcome.result()).isEqualTo(Result.FAILED);
        assertThat(outcome.message()).contains("the hook before-hold failed with exit code 3", "traffic is on node_a");
        assertThat(outcome.detail()).endsWith("said: the nightly job still runs");
        assertThat(outcome.hint()).contains("shards.main.hooks.before-hold");
        assertThat(proxy.traffic().holds()).isZero();
        assertThat(world.footprint()).isEqualTo(footprint);
        assertThat(diary()).containsExactly("before-hold main node_a node_b WARMING 1", "failure main node_a node_b READY 1 FAILED");
        assertThat(hooksOfLastReport()).hasSize(2).first().asString()
                .contains("before-hold, attempt 1: failed with exit code 3 after ", "the nightly job still runs");
    }

    @Test
    void oneThatHangsBeforeTheHoldIsKilledWithItsChildren() throws Exception {
        Path child = directory.resolve("child");
        hook(Hook.BEFORE_HOLD, "sleep 300 & echo $! > " + child + "; wait");
        start(Duration.ofSeconds(3));
        proxy.expect(PREPARE, Result.DONE);

        Outcome outcome = proxy.run(CUTOVER);

        assertThat(outcome.message()).contains("the hook before-hold killed at its deadline after");
        assertThat(proxy.traffic().holds()).isZero();
        long pid = Long.parseLong(Files.readString(child).strip());
        await().until(() -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void anAbortDoesNotWaitForOne() throws Exception {
        hook(Hook.BEFORE_HOLD, "sleep 300");
        start(Duration.ofMinutes(5));
        proxy.expect(PREPARE, Result.DONE);
        FutureTask<Outcome> cutover = new FutureTask<>(() -> proxy.run(CUTOVER));
        Thread.ofVirtual().start(cutover);
        await().until(() -> !diary().isEmpty());

        assertThat(proxy.run(ABORT).result()).isEqualTo(Result.DONE);

        assertThat(cutover.get(60, TimeUnit.SECONDS).result()).isEqualTo(Result.FAILED);
        assertThat(hooksOfLastReport()).first().asString().contains("killed because the move was aborted");
    }

    /** The operator's own fence failed: nothing is promoted, and the source serves again. */
    @Test
    void oneThatRefusesBehindTheFenceIsUndone() throws Exception {
        hook(Hook.FENCED, "exit 1");
        start(LONG);
        proxy.expect(PREPARE, Result.DONE);
        String footprint = world.footprint();

        Outcome outcome = proxy.run(CUTOVER);

        assertThat(outcome.result()).isEqualTo(Result.FAILED);
        assertThat(world.writer()).isEqualTo(World.A);
        assertThat(world.footprint()).isEqualTo(footprint);
        assertThat(diary()).last().isEqualTo("failure main node_a node_b READY 1 FAILED");
    }

    @Test
    void noneStopsAMoveThatIsPastThePointOfNoReturn() throws Exception {
        hook(Hook.SUCCESS, "exit 7");
        start(LONG);
        proxy.expect(PREPARE, Result.DONE);

        proxy.expect(CUTOVER, Result.DONE);

        assertThat(world.writer()).isEqualTo(World.B);
        assertThat(hooksOfLastReport()).last().asString().contains("success, attempt 1: failed with exit code 7");
    }

    @Test
    void eachAttemptAsksAnew() throws Exception {
        start(LONG);
        proxy.expect(PREPARE, Result.DONE);
        proxy.traffic().overrun(1);

        proxy.expect(CUTOVER, Result.DONE);

        assertThat(diary()).startsWith("before-hold main node_a node_b WARMING 1", "before-hold main node_a node_b WARMING 2")
                .endsWith("success main node_a node_b MOVED 2 DONE");
    }

    @Test
    void isToldWhereTheNodesAreAndNoSecretOfTheProxy() throws Exception {
        hook(Hook.BEFORE_HOLD, "env | grep -v ^PWD= | sort > " + directory.resolve("environment"));
        start(LONG);
        proxy.expect(PREPARE, Result.DONE);
        proxy.terms(new Terms("ops", Set.of(), Terms.Hold.WHEN_READY));

        proxy.expect(CUTOVER, Result.DONE);

        List<String> environment = Files.readAllLines(directory.resolve("environment"));
        assertThat(environment).contains(
                "SEGUE_BY=ops", "SEGUE_FROM_HOST=127.0.0.1", "SEGUE_FROM_PORT=5001", "SEGUE_TO_PORT=5002", "SEGUE_MIGRATION=1");
        assertThat(environment).map(it -> it.substring(0, it.indexOf('='))).allMatch(name -> name.startsWith("SEGUE_")
                || Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "_", "SHLVL", "OLDPWD").contains(name));
    }

    /** More than a pipe holds: nobody who writes waits for a reader. */
    @Test
    void mayTalkAsMuchAsItLikes() throws Exception {
        hook(Hook.BEFORE_HOLD, "seq 100000; echo the end");
        start(LONG);
        proxy.expect(PREPARE, Result.DONE);

        proxy.expect(CUTOVER, Result.DONE);

        assertThat(hooksOfLastReport()).first().asString().hasSizeLessThan(1_500).contains("the end");
    }

    @Test
    void afterACrashTheEndIsToldAsWell() throws Exception {
        start(LONG);
        proxy.expect(PREPARE, Result.DONE);
        files.plan(ModelFiles.Kind.CRASH_AFTER, 7);
        assertThatThrownBy(() -> proxy.run(CUTOVER)).hasCauseInstanceOf(Crash.class);
        files.plan(ModelFiles.Kind.NONE, -1);
        start(LONG);

        assertThat(proxy.awaitRest()).isEqualTo("MOVED");
        assertThat(diary()).last().isEqualTo("success main node_a node_b MOVED 1 DONE");
    }
}
