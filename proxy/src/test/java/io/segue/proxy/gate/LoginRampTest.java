package io.segue.proxy.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginRampTest {

    private final LoginRamp ramp = new LoginRamp(2);
    private final List<String> log = new ArrayList<>();

    @Test
    void aFewAtATimeInTheOrderInWhichTheyCame() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            ramp.enter(() -> log.add(name));
        }
        assertThat(log).containsExactly("a", "b");
        assertThat(ramp.waiting()).isEqualTo(3);

        ramp.leave();
        assertThat(log).containsExactly("a", "b", "c");

        ramp.leave();
        ramp.leave();
        ramp.leave();
        ramp.leave();
        assertThat(log).containsExactly("a", "b", "c", "d", "e");

        ramp.enter(() -> log.add("f"));
        assertThat(log).endsWith("f");
        assertThat(ramp.waiting()).isZero();
    }

    @Test
    void forWhomNobodyWaitsLetsTheOthersGoFirst() {
        for (String name : List.of("idle 1", "idle 2", "idle 3", "idle 4")) {
            ramp.enterAtLeisure(() -> log.add(name));
        }
        ramp.enter(() -> log.add("busy 1"));
        ramp.enter(() -> log.add("busy 2"));
        assertThat(log).containsExactly("idle 1", "idle 2");
        assertThat(ramp.waiting()).isEqualTo(4);

        for (int i = 0; i < 4; i++) {
            ramp.leave();
        }

        assertThat(log).containsExactly("idle 1", "idle 2", "busy 1", "busy 2", "idle 3", "idle 4");
        assertThat(ramp.waiting()).isZero();
    }

    @Test
    void oneThatEndsFromWithinLetsTheNextOneIn() {
        ramp.enter(() -> log.add("slow"));
        ramp.enter(() -> log.add("slow"));
        for (int i = 0; i < 100_000; i++) {
            int number = i;
            ramp.enter(() -> {
                log.add("at once " + number);
                ramp.leave();
            });
        }

        assertThat(log).hasSize(2);

        ramp.leave();

        assertThat(log).hasSize(100_002);
        assertThat(ramp.waiting()).isZero();
    }

    @Test
    void aFaultInOneKeepsNobodyWaiting() {
        for (int i = 0; i < 5; i++) {
            ramp.enter(() -> {
                throw new IllegalStateException("a fault of this session");
            });
        }
        ramp.enter(() -> log.add("a"));
        ramp.enter(() -> log.add("b"));

        assertThat(log).containsExactly("a", "b");
        assertThat(ramp.waiting()).isZero();
    }

    @Test
    void evenASmallShareLetsSomebodyIn() {
        LoginRamp tight = new LoginRamp(0);
        tight.enter(() -> log.add("a"));

        assertThat(log).containsExactly("a");
    }
}
