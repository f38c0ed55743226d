package io.segue.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Includes, substitutions, and text that is not HOCON. */
class ConfigTextTest {

    @TempDir
    private Path directory;

    @Test
    void anIncludedFileCountsAsIfItStoodThere() throws Exception {
        Files.writeString(directory.resolve("limits.conf"), "hold = 4s\n");
        SegueConfig config = new ConfigFile(directory).with("hold = 3s", "include \"limits.conf\"").load();

        assertThat(config.limits().window().hold()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void aFindingInAnIncludedFileNamesThatFile() throws IOException {
        Path included = Files.writeString(directory.resolve("limits.conf"), "\n\nhodl = 4s\n");

        assertThat(new ConfigFile(directory).with("hold = 3s", "include \"limits.conf\"").findings())
                .containsExactly(included + ":3: segue.limits.hodl: there is no such key. Did you mean hold?");
    }

    @Test
    void anIncludedFileThatIsMissingIsAnError() {
        assertThat(new ConfigFile(directory).with("hold = 3s", "include \"nowhere.conf\"").findings())
                .singleElement().asString().contains("what it includes cannot be read", "nowhere.conf");
        assertThat(new ConfigFile(directory).with("hold = 3s", "include file(\"/nowhere.conf\")").findings())
                .singleElement().asString().contains("what it includes cannot be read", "/nowhere.conf");
    }

    @Test
    void aFileThatIncludesItselfIsAnError() {
        assertThat(new ConfigFile(directory).with("hold = 3s", "include \"segue.conf\"").findings())
                .singleElement().asString().contains("nested");
    }

    @Test
    void aSubstitutionReadsTheEnvironment() throws InvalidConfigException {
        SegueConfig config =
                new ConfigFile(directory).with("port = 6432", "port = ${PROXY_PORT}").environment("PROXY_PORT", "7000").load();

        assertThat(config.listeners().getFirst().port()).isEqualTo(7000);
    }

    @Test
    void aFindingAboutASubstitutedValueNamesTheVariable() {
        ConfigFile file = new ConfigFile(directory).with("port = 6432", "port = ${PROXY_PORT}").environment("PROXY_PORT", "low");

        assertThat(file.findings())
                .containsExactly("environment variable PROXY_PORT: segue.listen[0].port: 'low' is not a whole number. Write it with digits only.");
    }

    @Test
    void aSubstitutionMayReferToTheFileAndToADefault() throws InvalidConfigException {
        SegueConfig config = new ConfigFile(directory)
                .with("hold = 3s", "ready-lag = ${segue.limits.start}")
                .with("binaries = \"/bin\", shell = [\"ssh\"", "binaries = ${segue.nodes.node_a.binaries}, shell = [\"ssh\"")
                .load();

        assertThat(config.limits().standby().readyLag()).isEqualTo(config.limits().calls().start());
        assertThat(config.nodes().get("node_b").binaries()).isEqualTo("/bin");
    }

    @Test
    void aSubstitutionWithoutAValueIsAnError() {
        assertThat(new ConfigFile(directory).with("port = 6432", "port = ${PROXY_PORT}").findings())
                .singleElement().asString().startsWith("2: ").contains("PROXY_PORT");
    }

    @Test
    void aBraceTooFewIsSaidWithItsLine() {
        assertThat(new ConfigFile(directory).with("hold = 3s\n  }\n}", "hold = 3s").findings())
                .singleElement().asString().matches("1[0-9]: .*");
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        Path nowhere = directory.resolve("nowhere.conf");

        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> ConfigLoader.load(nowhere, Map.of()))
                .withMessage(nowhere + ": there is no such file. Name the configuration with -c FILE.");
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> ConfigLoader.load(directory, Map.of()))
                .withMessage(directory + ": the configuration cannot be read. Make it a file that the user of this process may read.");
    }
}
