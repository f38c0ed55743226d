package io.segue.proxy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.model.QuickDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many seeds, none of which breaks a promise; and a few mistakes, each of which some seed finds. With {@code -Dsegue.simulation.seeds=N} more
 * of them, with {@code -Dsegue.simulation.first=S} others.
 */
class SimulationTest {

    private static final long FIRST = Long.getLong("segue.simulation.first", 1);
    private static final long SEEDS = Long.getLong("segue.simulation.seeds", 50);
    private static final long SEEDS_FOR_A_MISTAKE = 300;

    @TempDir(factory = QuickDirectory.class)
    private Path directory;

    private void play(long seed, KnownBad mistake) throws Exception {
        Simulation simulation = new Simulation(seed, mistake, Files.createDirectory(directory.resolve(mistake + "-" + seed)));
        try {
            simulation.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n  " + String.join("\n  ", simulation.diary()), e);
        }
    }

    @Test
    void noSeedBreaksAPromise() throws Exception {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            play(seed, KnownBad.NONE);
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
