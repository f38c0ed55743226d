package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.CLEANUP;
import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.control.migration.model.ModelProxy.SWITCHBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.Crash;
import io.segue.proxy.control.migration.model.Faults;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The proxy crashes at every line of its journal and at every call to a node, before and after each. Started again, it comes by itself to
 * rest with one primary that has everything that was acknowledged; at no moment do two nodes take writes.
 */
class CrashTest {

    /** What a crash in the middle of it is tried for. */
    private record Story(String name, List<MigrationCommand> before, MigrationCommand command) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Story> STORIES = List.of(
            new Story("prepare", List.of(), PREPARE),
            new Story("cutover", List.of(PREPARE), CUTOVER),
            new Story("switchback", List.of(PREPARE, CUTOVER), SWITCHBACK),
            new Story("cleanup", List.of(PREPARE, CUTOVER), CLEANUP));

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private int scenes;

    /** One world and what survives a crash of the proxy in it. */
    private record Scene(World world, ModelFiles files, Path directory) {

        ModelProxy proxy() throws IOException, InterruptedException {
            return new ModelProxy(world, files, directory).start();
        }
    }

    private Scene scene() throws IOException {
        return new Scene(new World(), new ModelFiles(), Files.createDirectory(stateDirectory.resolve("scene" + scenes++)));
    }

    private static ModelProxy play(Scene scene, List<MigrationCommand> commands) throws Exception {
        ModelProxy proxy = scene.proxy();
        for (MigrationCommand command : commands) {
            proxy.expect(command, Result.DONE);
        }
        return proxy;
    }

    static Stream<Arguments> journalCrashes() {
        return STORIES.stream().flatMap(story ->
                Stream.of(ModelFiles.Kind.CRASH_BEFORE, ModelFiles.Kind.CRASH_TORN, ModelFiles.Kind.CRASH_AFTER, ModelFiles.Kind.POWER_CUT)
                        .map(kind -> Arguments.of(story, kind)));
    }

    @ParameterizedTest
    @MethodSource("journalCrashes")
    void atEveryLineOfTheJournal(Story story, ModelFiles.Kind kind) throws Exception {
        Scene whole = scene();
        ModelProxy done = play(whole, story.before());
        whole.files().plan(ModelFiles.Kind.NONE, -1);
        done.expect(story.command(), Result.DONE);
        int lines = whole.files().appends();
        assertThat(lines).isGreaterThan(1);
        for (int line = 0; line < lines; line++) {
            Scene scene = scene();
            ModelProxy proxy = play(scene, story.before());
            scene.files().plan(kind, line);
            crash(proxy, story.command());
            scene.files().plan(ModelFiles.Kind.NONE, -1);
            comesToRest(scene, story, kind + " at line " + line);
        }
    }

    static Stream<Arguments> callCrashes() {
        return STORIES.stream().flatMap(story ->
                Stream.of(Faults.Kind.CRASH_BEFORE, Faults.Kind.CRASH_AFTER).map(kind -> Arguments.of(story, kind)));
    }

    @ParameterizedTest
    @MethodSource("callCrashes")
    void atEveryCallToANode(Story story, Faults.Kind kind) throws Exception {
        int calls = calls(story);
        for (int call = 0; call < calls; call++) {
            Scene scene = scene();
            ModelProxy proxy = play(scene, story.before());
            scene.world().faults().plan(kind, call);
            crash(proxy, story.command());
            String what = kind + " at " + call + " " + scene.world().faults().calls().get(call);
            scene.world().faults().none();
            comesToRest(scene, story, what);
        }
    }

    private int calls(Story story) throws Exception {
        Scene whole = scene();
        ModelProxy done = play(whole, story.before());
        whole.world().faults().none();
        done.expect(story.command(), Result.DONE);
        return whole.world().faults().calls().size();
    }

    private static void crash(ModelProxy proxy, MigrationCommand command) {
        assertThatThrownBy(() -> proxy.run(command)).hasCauseInstanceOf(Crash.class);
    }

    private static void comesToRest(Scene scene, Story story, String what) throws Exception {
        Duration before = Duration.ofNanos(scene.world().clock().nanos());
        ModelProxy restarted = scene.proxy();
        String state = restarted.awaitRest();
        assertThat(restarted.traffic().route().node()).as(what).isEqualTo(scene.world().writer());
        assertThat(Duration.ofNanos(scene.world().clock().nanos()).minus(before)).as(what).isLessThan(Duration.ofSeconds(10));
        assertThat(state).as(what).isIn("NONE", "READY", "MOVED", "DONE", "ABANDONED");
        assertThat(scene.world().footprint()).as(what + " in " + state).satisfies(footprint -> nothingLeft(state, footprint));
        if (!state.equals("DONE") && story.command() != PREPARE) {
            goesOn(restarted, state);
        }
    }

    /** The settings of the window and the fence are gone, whichever way it ended. */
    private static void nothingLeft(String state, String footprint) {
        assertThat(footprint).doesNotContain("wal_retrieve_retry_interval", "wal_sender_timeout", "PRIMARY fenced");
        switch (state) {
            case "READY" -> assertThat(footprint).contains("slots [segue_main_node_b]").doesNotContain("slots [segue_main_node_a");
            case "MOVED" -> assertThat(footprint).contains("slots [segue_main_node_a]").doesNotContain("segue_main_node_b]");
            default -> assertThat(footprint).doesNotContain("slots [s");
        }
    }

    private static void goesOn(ModelProxy proxy, String state) throws InterruptedException {
        proxy.expect(state.equals("READY") ? CUTOVER : SWITCHBACK, Result.DONE);
    }

    /** A crash in the recovery of a crash, at random places; a seed that fails can be put here again. */
    @Test
    void twiceInARow() throws Exception {
        Story story = STORIES.get(1);
        int calls = calls(story);
        for (long seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            Scene scene = scene();
            ModelProxy proxy = play(scene, story.before());
            scene.world().faults().plan(Faults.Kind.CRASH_AFTER, random.nextInt(calls));
            crash(proxy, story.command());
            scene.world().faults().plan(random.nextBoolean() ? Faults.Kind.CRASH_BEFORE : Faults.Kind.CRASH_AFTER, random.nextInt(40));
            crashWhileRecovering(scene);
            scene.world().faults().none();
            comesToRest(scene, story, "seed " + seed);
        }
    }

    private static void crashWhileRecovering(Scene scene) throws Exception {
        try {
            scene.proxy().awaitRest();
        } catch (IllegalStateException died) {
            assertThat(died.getMessage()).isNotEmpty();
        }
    }
}
