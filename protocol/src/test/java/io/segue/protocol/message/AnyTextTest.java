package io.segue.protocol.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnyTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "müller", "\uD83D\uDE00 and \u20ac"})
    void utf8IsTextAndComesBack(String text) {
        assertThat(AnyText.decode(text.getBytes(UTF_8))).isEqualTo(text);
        assertThat(AnyText.encode(text)).isEqualTo(text.getBytes(UTF_8));
    }

    @Test
    void anythingElseComesBackByteByByte() {
        byte[] latin = "müller/x=y".getBytes(ISO_8859_1);

        assertThat(AnyText.decode(latin)).startsWith("m").endsWith("ller/x=y").isNotEqualTo("müller/x=y");
        assertThat(AnyText.encode(AnyText.decode(latin))).isEqualTo(latin);
    }

    @Test
    void noBytesAreLost() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(AnyText.encode(AnyText.decode(bytes))).isEqualTo(bytes);
        }
    }
}
