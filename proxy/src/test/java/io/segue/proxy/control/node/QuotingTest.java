package io.segue.proxy.control.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuotingTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** A real shell is the judge. */
    @Test
    void aShellGivesBackEachWordAsItWas() throws NodeException {
        Random random = new Random(20260101);
        String nasty = "'\"\\$`!*?[]{}()<>|&;#~ \t\n=%é€";
        try (NodeShell shell = new NodeShell("node_a", List.of("sh"), LIMIT)) {
            for (int i = 0; i < 300; i++) {
                String word = random.ints(random.nextInt(12), 0, nasty.length())
                        .mapToObj(nasty::charAt)
                        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                        .toString();
                String back = shell.require(
                        new ShellCommand("repeat a word", "printf '%s' " + Quoting.shell(word)), LIMIT);
                assertThat(back).isEqualTo(word);
            }
        }
    }

    @Test
    void doublesWhatIsSpecialInAConfigurationFile() {
        assertThat(Quoting.configurationValue("it's a \\ path")).isEqualTo("'it''s a \\\\ path'");
        assertThat(Quoting.configurationValue("")).isEqualTo("''");
        assertThatIllegalArgumentException().isThrownBy(() -> Quoting.configurationValue("two\nlines"));
    }

    @Test
    void writesSqlThatMeansTheSameUnderBothRules() {
        assertThat(Quoting.sqlLiteral("it's a \\ path")).isEqualTo("E'it''s a \\\\ path'");
    }

    @Test
    void writesConnectionStringsOfLibpq() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("host", "127.0.0.1");
        parameters.put("password", "it's \\ secret");
        assertThat(Quoting.connectionString(parameters)).isEqualTo("host='127.0.0.1' password='it\\'s \\\\ secret'");
    }
}
