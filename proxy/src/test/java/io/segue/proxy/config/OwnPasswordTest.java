package io.segue.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the password of Segue's own role comes from, and that it is never shown. */
class OwnPasswordTest {

    private static final String PASSWORD = "geheim";

    @TempDir
    private Path directory;

    private Path passwordFile;

    @BeforeEach
    void writePassword() throws IOException {
        passwordFile = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        allow("rw-------");
    }

    @Test
    void comesFromAFileWithoutTheEndOfItsLine() throws InvalidConfigException {
        SegueConfig config = withRole("password-file = \"" + passwordFile + "\"").load();

        assertThat(config.role().password().reveal()).isEqualTo(PASSWORD);
        assertThat(config.toString()).doesNotContain(PASSWORD);
    }

    @Test
    void comesFromTheEnvironment() throws InvalidConfigException {
        SegueConfig config = withRole("password-environment = OURS").environment("OURS", PASSWORD).load();

        assertThat(config.role().password().reveal()).isEqualTo(PASSWORD);
    }

    @Test
    void mayBeAbsentForTrust() throws InvalidConfigException {
        assertThat(withRole("").load().role().password().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void isRefusedFromAFileOpenToOthers(String permissions) throws IOException {
        allow(permissions);

        assertThat(withRole("password-file = \"" + passwordFile + "\"").findings())
                .containsExactly("3: segue.role.password-file: the file can be read or written by others than its owner. Run: chmod 600 "
                        + passwordFile + ".");
    }

    @Test
    void isRefusedFromBothPlaces() {
        assertThat(withRole("password-environment = OURS, password-file = \"" + passwordFile + "\"").findings())
                .containsExactly("3: segue.role.password-environment: password-file is given as well, and which of them counts would be a guess."
                        + " Remove one of them.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "one\ntwo\n"})
    void isRefusedFromAFileThatHoldsNotOneLine(String text) throws IOException {
        Files.writeString(passwordFile, text);

        assertThat(withRole("password-file = \"" + passwordFile + "\"").findings())
                .singleElement().asString().contains("segue.role.password-file", "Put the password into it, in one line.");
    }

    @Test
    void isRefusedFromAFileThatIsTooLong() throws IOException {
        Files.writeString(passwordFile, "x".repeat(1_001));

        assertThat(withRole("password-file = \"" + passwordFile + "\"").findings()).singleElement().asString().contains("longer than any password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password-file = geheim", "password-file = \"/geheim\"", "password-environment = geheim", "password = geheim"})
    void isNotShownWhenItStandsInTheWrongPlace(String setting) {
        assertThat(withRole(setting).findings()).singleElement().asString().contains("segue.role.password").doesNotContain(PASSWORD);
    }

    private ConfigFile withRole(String settings) {
        return new ConfigFile(directory).with("console {", "role { " + settings + " }, console {");
    }

    private void allow(String permissions) throws IOException {
        Files.setPosixFilePermissions(passwordFile, PosixFilePermissions.fromString(permissions));
    }
}
