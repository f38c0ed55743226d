package io.segue.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The same timeline for the terminal and as SVG. */
class PicturesTest {

    @Test
    void drawsBarsAPauseAndItsMark() {
        Timeline timeline = new Timeline(
                new long[] {32, 32, 32, 16, 0, 1, 32, 32, 32, 32, 32, 32}, List.of(new Timeline.Mark(4, "cutover, 92 ms")));

        assertThat(new TerminalPicture(timeline).lines())
                .containsExactly(
                        "            ▼ cutover, 92 ms",
                        "    32 ┤███   ██████",
                        "       ┤███   ██████",
                        "       ┤████  ██████",
                        "       ┤████ ▁██████",
                        "       └┬─────────┬─",
                        "        0 s       1 s");
    }

    @Test
    void continuesInStripsThatFitTheTerminal() {
        long[] counts = new long[170];
        Arrays.fill(counts, 5);
        Timeline timeline = new Timeline(
                counts, List.of(new Timeline.Mark(78, "cutover, 92 ms"), new Timeline.Mark(80, "switchback, 88 ms")));

        List<String> lines = new TerminalPicture(timeline).lines();

        assertThat(lines).hasSize(3 * 7);
        assertThat(lines).allMatch(line -> line.length() <= 90);
        assertThat(lines.getFirst()).endsWith("cutover, 92 ms ▼").hasSize(8 + 79);
        assertThat(lines.get(7)).isEqualTo("        ▼ switchback, 88 ms");
        assertThat(lines.get(2 * 7 + 6)).isEqualTo("        16 s");
    }

    @Test
    void drawsNothingOfNothing() {
        assertThat(new TerminalPicture(new Timeline(new long[0], List.of())).lines()).isEmpty();
    }

    @Test
    void theSvgIsWellFormedWithABarForEachTenth() throws Exception {
        Timeline timeline = new Timeline(new long[] {4, 2, 0}, List.of(new Timeline.Mark(2, "cutover, 92 ms")));

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(new SvgPicture(timeline).document())));

        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(1 + 3);
        assertThat(document.getElementsByTagName("line").getLength()).isEqualTo(1);
        assertThat(document.getDocumentElement().getTextContent()).contains("cutover, 92 ms");
    }
}
