package io.segue.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.cli.stage.StageException;
import org.junit.jupiter.api.Test;

class StepsAnswerTest {

    @Test
    void readsStepsInOrder() throws StageException {
        String json =
                """
                {"command": "steps", "exit_code": 0, "steps": [
                  {"id": 1, "shard": "main", "number": 1, "step": "HOLDING", "ms": 0.4},
                  {"id": 1, "shard": "main", "number": 2, "step": "DRAINING", "ms": 12}]}""";

        assertThat(StepsAnswer.parse(json)).containsExactly(new Move.Phase("HOLDING", 0.4), new Move.Phase("DRAINING", 12));
    }

    @Test
    void refusesWhatHasNoSteps() {
        assertThatThrownBy(() -> StepsAnswer.parse("{\"command\": \"steps\", \"error\": {\"message\": \"no\"}}"))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("no field \"steps\"");
        assertThatThrownBy(() -> StepsAnswer.parse("{")).isInstanceOf(StageException.class);
    }
}
