package io.segue.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import com.typesafe.config.ConfigValue;
import io.segue.proxy.config.SegueConfig.HttpPage;
import io.segue.proxy.config.schema.Findings;
import io.segue.proxy.config.schema.SectionReader;
import io.segue.proxy.route.MovePolicies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The defaults, and the example that ships with them. */
class ReferenceConfTest {

    @TempDir
    private Path directory;

    @Test
    void theDefaultsAreThese() throws InvalidConfigException {
        SegueConfig config = new ConfigFile(directory).with("hold = 3s", "").load();

        assertThat(config.http()).isEqualTo(Optional.of(new HttpPage("127.0.0.1", 9632)));
        assertThat(config.transport()).isEqualTo(TransportKind.AUTO);
        assertThat(config.stateDirectory()).isEqualTo(Path.of("/var/lib/segue"));
        assertThat(config.role().name()).isEqualTo("segue");
        assertThat(config.role().database()).isEqualTo("postgres");
        assertThat(config.role().password().isEmpty()).isTrue();
        assertThat(config.pools()).isEmpty();
        assertThat(config.shards().get("main").policies()).isEqualTo(MovePolicies.DEFAULTS);
        assertThat(config.limits())
                .isEqualTo(new Limits(
                        new ClientLimits(
                                10_000, // clients
                                3, // reserved-clients
                                50, // consoles
                                1_000, // half-open-logins
                                Optional.empty(), // clients-per-database
                                Optional.empty(), // clients-per-role
                                Optional.empty(), // clients-per-address
                                Optional.empty()), // client-idle
                        new Limits.Sessions(
                                ofSeconds(10), // login
                                1024 * 1024, // session-memory
                                ofSeconds(10)), // shutdown
                        new Limits.Calls(
                                ofSeconds(1), // connect
                                ofSeconds(5), // node-call
                                ofSeconds(30)), // start
                        new Limits.Window(
                                ofSeconds(3), // hold
                                ofMillis(1_500), // drain
                                ofSeconds(1), // switchover
                                ofSeconds(10), // hold-gap
                                5), // attempts
                        new Limits.Line(
                                10_000, // held-sessions
                                8), // ramp
                        new Limits.Warm(
                                ofSeconds(10), // warm.duration
                                8, // warm.concurrency
                                1_000, // warm.sessions
                                3, // warm.reserve
                                Optional.of(ofSeconds(5))), // warm.renewal
                        new Limits.Standby(
                                16 * 1024 * 1024, // lag
                                ofSeconds(60), // ready-lag
                                256 * 1024 * 1024, // wal-room
                                32 * 1024 * 1024), // verify-rate
                        new Limits.Hooks(
                                ofSeconds(10), // hook
                                ofMillis(200)), // fenced-hook
                        ofHours(12))); // postpone
    }

    @Test
    void everyDefaultHasASentence() {
        assertThat(ConfigText.defaults().entrySet())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(comments(entry)).as(entry.getKey()).isNotEmpty().last().asString().endsWith("."));
    }

    @Test
    void everyDefaultIsAKnownKeyAndOnlyTheOperatorsOwnAreMissing() {
        Findings findings = new Findings();
        new SectionReader(Keys.FILE, "segue.conf", "reference.conf", findings).read(ConfigText.defaults().root());

        assertThat(findings.inOrder())
                .extracting(finding -> finding.place().path(), finding -> finding.problem())
                .containsExactly(
                        missing("segue.console"), missing("segue.listen"), missing("segue.nodes"), missing("segue.shards"));
    }

    @Test
    void theExampleLoadsOnceItsPasswordIsSet() throws InvalidConfigException {
        SegueConfig config = ConfigLoader.load(Path.of("../conf/segue.conf"), Map.of("SEGUE_PASSWORD", "secret"));

        assertThat(config.role().password().reveal()).isEqualTo("secret");
        assertThat(config.nodes()).containsOnlyKeys("node_a", "node_b");
        assertThat(config.shards().get("main").nodes()).containsExactly("node_a", "node_b");
        assertThat(config.limits()).isEqualTo(new ConfigFile(directory).load().limits());
    }

    @Test
    void theExampleSaysThatItsPasswordIsMissing() {
        assertThat(ConfigCheck.of(Path.of("../conf/segue.conf"), Map.of()).lines())
                .singleElement().asString().contains("segue.role.password-environment", "not set");
    }

    private static Tuple missing(String path) {
        return tuple(path, "it is missing and has no default");
    }

    private static List<String> comments(Map.Entry<String, ConfigValue> entry) {
        return entry.getValue().origin().comments().stream().map(String::strip).toList();
    }
}
