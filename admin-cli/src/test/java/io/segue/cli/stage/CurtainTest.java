package io.segue.cli.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurtainTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Curtain curtain = new Curtain(new Narrator(new PrintStream(said, true, StandardCharsets.UTF_8), false));
    private final List<String> undone = new ArrayList<>();

    @Test
    void undoesInReverseOrderAndOnce() {
        curtain.add(() -> undone.add("directory"));
        curtain.add(() -> undone.add("server"));

        curtain.fall();
        curtain.fall();

        assertThat(undone).containsExactly("server", "directory");
        assertThat(curtain.hasFallen()).isTrue();
    }

    @Test
    void aStepThatFailsIsToldAndTheOthersAreDone() {
        curtain.add(() -> undone.add("directory"));
        curtain.add(() -> {
            throw new IOException("no such signal");
        });

        curtain.fall();

        assertThat(undone).containsExactly("directory");
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("left behind").contains("no such signal");
    }
}
