package io.segue.cli.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckFoldTest {

    private final CheckFold fold = new CheckFold();

    @Test
    void showsACheckOnceAndCountsItFromThenOn() {
        assertThat(show("[  0.1 s] ok      slot      active", "[  0.1 s] ok      way-back slot      absent", "[  0.2 s] moving"))
                .containsExactly("[  0.1 s] ok      slot      active", "[  0.1 s] ok      way-back slot      absent", "[  0.2 s] moving");
        assertThat(show("[  0.3 s] ok      slot      active", "[  0.4 s] ok      way-back slot      there", "[  0.5 s] moving"))
                .containsExactly("          ok      2 checks as before", "[  0.5 s] moving");
    }

    @Test
    void aCheckThatIsNotOkIsAlwaysShown() {
        show("[  0.1 s] ok      lag      0 bytes", "[  0.2 s] moving");

        assertThat(show("[  0.1 s] warn    lag      17 MB", "[  0.1 s] FAILED  lag      17 GB"))
                .containsExactly("[  0.1 s] warn    lag      17 MB", "[  0.1 s] FAILED  lag      17 GB");
    }

    private List<String> show(String... lines) {
        return List.of(lines).stream().flatMap(line -> fold.pass(line).stream()).toList();
    }
}
