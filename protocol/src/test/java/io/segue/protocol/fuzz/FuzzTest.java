package io.segue.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every change is held against: the same inputs beside the seeds each time, so that a red line speaks of the change and never of luck.
 * They take some seconds in all. New inputs are what {@code bin/fuzz} looks for, with an engine that is guided by what it reaches and does
 * the same twice not even under a fixed seed; here it only has to prove that it would find something.
 */
class FuzzTest {

    private static final long NUMBER = 20_261_127;
    private static final int INPUTS_PER_SEED = 100;
    /** The fault is reached within a second; the limit is for a busy machine. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(50);

    @TempDir
    private Path directory;

    static List<FuzzTarget> decoders() {
        return FuzzTarget.decoders();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nothingIsFoundBesideTheSeeds(FuzzTarget target) {
        assertThat(new Mutations(target, NUMBER).run(INPUTS_PER_SEED)).isEmpty();
    }

    /** An hour's run that is ended early must not have left the last targets out. */
    @Test
    void aTargetsShareIsPlayedInShortTurnsOfTheSameLength() {
        assertThat(Fuzz.turns(Duration.ofSeconds(327))).containsExactly(Duration.ofSeconds(109), Duration.ofSeconds(109), Duration.ofSeconds(109));
        assertThat(Fuzz.turns(Duration.ofSeconds(5))).containsExactly(Duration.ofSeconds(5));
    }

    /** The mutations must be able to find something, or the above says nothing; and they find the same thing twice. */
    @Test
    void aKnownFaultIsFoundBesideTheSeeds() {
        Optional<String> finding = new Mutations(FuzzTarget.KNOWN_BAD, NUMBER).run(10_000);

        assertThat(finding).hasValueSatisfying(it -> assertThat(it).contains("Finding: the fault is reached with the input "));
        assertThat(new Mutations(FuzzTarget.KNOWN_BAD, NUMBER).run(10_000)).isEqualTo(finding);
    }

    @Test
    void aKnownFaultIsFoundByTheEngine() throws Exception {
        assertThat(new FuzzRun(FuzzTarget.KNOWN_BAD, directory, LONG_ENOUGH).run()).contains("Finding: the fault is reached");
    }
}
