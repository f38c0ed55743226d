package io.segue.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void everyLineHasANumberAndTheTextThatTheServerMakesOfIt() {
        String text = all(new Lines(150));

        assertThat(text.lines()).hasSize(150).allSatisfy(line -> assertThat(line).hasSize(Lines.LINE_BYTES - 1));
        assertThat(text.lines().toList().get(149)).isEqualTo("10000149\t" + "%015x".formatted(10_000_149).repeat(66));
    }

    @Test
    void theChecksumIsOfAllThatWasMade() {
        Lines lines = new Lines(150);
        CRC32C expected = new CRC32C();
        expected.update(all(lines).getBytes(StandardCharsets.US_ASCII));

        assertThat(lines.checksum()).isEqualTo(expected.getValue());
    }

    private static String all(Lines lines) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length = lines.more(); length > 0; length = lines.more()) {
            all.write(lines.buffer(), 0, length);
        }
        return all.toString(StandardCharsets.US_ASCII);
    }
}
