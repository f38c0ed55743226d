package io.segue.proxy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.model.QuickDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many seeds, none of which breaks a promise; and a few mistakes, each of which some seed finds. With {@code -Dsegue.simulation.seeds=N} more
 * of them, with {@code -Dsegue.simulation.first=S} others.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SimulationTest {

    private static final long FIRST = Long.getLong("segue.simulation.first", 1);
    private static final long SEEDS = Long.getLong("segue.simulation.seeds", 20);

    /** Where what happens does not hang on threads of the proxy's own: those of a proof and of a recovery take real time. */
    private static final List<Mishap> REPEATABLE = List.of(Mishap.NONE, Mishap.STANDBY_STUTTERS, Mishap.CLIENT_DOES_NOT_END, Mishap.STOP_DELAYED);

    private static final long SEEDS_PLAYED_TWICE = 2;
    private static final long SEEDS_FOR_A_MISTAKE = 300;

    @TempDir(factory = QuickDirectory.class)
    private Path directory;

    private void play(long seed, KnownBad mistake) throws Exception {
        try (Simulation simulation = new Simulation(seed, mistake, mistake::mishap, Files.createDirectory(directory.resolve(mistake + "-" + seed)))) {
            play(seed, simulation);
        }
    }

    private static void play(long seed, Simulation simulation) throws Exception {
        try {
            simulation.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n  " + String.join("\n  ", simulation.diary().lines()), e);
        }
    }

    @Test
    void noSeedBreaksAPromise() throws Exception {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            play(seed, KnownBad.NONE);
        }
    }

    @Test
    void theSameSeedDoesTheSameAgain() throws Exception {
        for (long seed = FIRST; seed < FIRST + SEEDS_PLAYED_TWICE; seed++) {
            Diary once = diaryOf(seed, "once");
            Diary again = diaryOf(seed, "again");
            assertThat(again.lines()).as("seed %d", seed).isEqualTo(once.lines());
            assertThat(again.fingerprint()).as("seed %d, long before its end", seed).isEqualTo(once.fingerprint());
        }
    }

    private Diary diaryOf(long seed, String name) throws Exception {
        Path place = Files.createDirectory(directory.resolve(name + "-" + seed));
        try (Simulation simulation = new Simulation(seed, KnownBad.NONE, random -> REPEATABLE.get(random.nextInt(REPEATABLE.size())), place)) {
            play(seed, simulation);
            return simulation.diary();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void eachMistakeIsFound(KnownBad mistake) throws Exception {
        Optional<String> found = Optional.empty();
        for (long seed = 1; seed <= SEEDS_FOR_A_MISTAKE && found.isEmpty(); seed++) {
            try {
                play(seed, mistake);
            } catch (AssertionError e) {
                found = Optional.of(e.getMessage());
            }
        }
        found.ifPresent(it -> System.getLogger("simulation").log(System.Logger.Level.INFO, mistake + " found by " + it.lines().limit(4).toList()));
        assertThat(found).as("%s", mistake).isPresent();
    }
}
