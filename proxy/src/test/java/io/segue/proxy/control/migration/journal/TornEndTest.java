package io.segue.proxy.control.migration.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.migration.machine.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a crash leaves of the end of a journal is cut off when nobody can have acted on it, and only then. */
class TornEndTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final int SECTOR = 512;

    @TempDir
    private Path directory;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(TornEnd.class);
    private Level levelBefore;
    private byte[] whole;
    private int secondLine;

    /** Some sectors long. */
    private static JournalEntry entry(long number, String state) {
        MigrationState entered = MigrationState.labelled(state, Plan.out("main", "node_a", "node_b"));
        Facts facts = Facts.NONE.rememberingSettings("node_a", Map.of("primary_conninfo", Optional.of("password=secret")));
        return new JournalEntry(number, NOW, 3, NOW, entered, facts, "because ".repeat(250));
    }

    @BeforeEach
    void writeTwoLines() throws IOException {
        levelBefore = logger.getLevel();
        logger.setLevel(Level.WARN);
        lines.start();
        logger.addAppender(lines);
        try (Journal journal = open()) {
            journal.append(entry(1, "TUNING"));
            journal.append(entry(2, "STOPPING"));
        }
        whole = Files.readAllBytes(file());
        secondLine = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        assertThat(whole.length - secondLine).isGreaterThan(4 * SECTOR);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(levelBefore);
    }

    private Journal open() throws JournalException {
        return Journal.open(directory, "main", new DiskFiles());
    }

    private Path file() {
        return directory.resolve("main.journal");
    }

    private Path copy() {
        return directory.resolve("main.journal.torn");
    }

    private void isCutOff(byte[] found, String what) throws IOException {
        lines.list.clear();
        Files.write(file(), found);
        try (Journal journal = open()) {
            assertThat(journal.last()).as(what).contains(entry(1, "TUNING"));
        }
        assertThat(Files.readAllBytes(file())).as(what).isEqualTo(Arrays.copyOf(whole, secondLine));
        assertThat(Files.readAllBytes(copy())).as(what).isEqualTo(Arrays.copyOfRange(found, secondLine, found.length));
        assertThat(lines.list).as(what).singleElement().satisfies(line -> assertThat(line.getFormattedMessage()).contains(
                "journal-torn", "file=" + file(), "offset=" + secondLine, "bytes=" + (found.length - secondLine), "kept=\"" + copy()));
    }

    private void isRefused(byte[] found, String what) throws IOException {
        Files.write(file(), found);
        assertThatThrownBy(() -> open().close()).as(what).isInstanceOf(JournalException.Damaged.class);
        assertThat(Files.readAllBytes(file())).as(what).isEqualTo(found);
        assertThat(copy()).as(what).doesNotExist();
    }

    private byte[] withZeros(int from, int to) {
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, from, to, (byte) 0);
        return damaged;
    }

    @Test
    void cutsOffAnEndWithoutLineBreakWhereverItIsTorn() throws Exception {
        for (int length = secondLine + 1; length < whole.length; length++) {
            isCutOff(Arrays.copyOf(whole, length), "after " + length + " bytes");
        }
    }

    @Test
    void aFileThatEndsWithALineIsNotTouched() throws Exception {
        Files.write(file(), Arrays.copyOf(whole, secondLine));
        try (Journal journal = open()) {
            assertThat(journal.last()).contains(entry(1, "TUNING"));
        }
        assertThat(copy()).doesNotExist();
        assertThat(lines.list).isEmpty();
    }

    /** The file system has grown the file, and the disk has not written all of it. */
    @Test
    void cutsOffALastLineWithAHoleWhereverItIs() throws Exception {
        int holes = 0;
        for (int from = secondLine; nextSector(from) < whole.length; from = nextSector(from)) {
            isCutOff(withZeros(from, nextSector(from)), "a hole at " + from);
            holes++;
        }
        assertThat(holes).isGreaterThan(3);
        isCutOff(withZeros(secondLine, whole.length), "nothing written at all");
    }

    /** A line that was only noted, and the next one on its way to the disk. */
    @Test
    void cutsOffALineWithAHoleAndTheBeginningOfTheNext() throws Exception {
        byte[] holed = withZeros(nextSector(secondLine), nextSector(secondLine) + SECTOR);
        byte[] longer = Arrays.copyOf(holed, holed.length + 70);
        System.arraycopy(whole, 0, longer, holed.length, 70);
        isCutOff(longer, "a hole and a beginning");
    }

    @Test
    void aHoleBeforeAWholeLineIsRefused() throws Exception {
        for (int from = 0; nextSector(from) < secondLine; from = nextSector(from)) {
            isRefused(withZeros(from, nextSector(from)), "a hole at " + from);
        }
    }

    /** No sector is missing: the line may have been forced, and have rotted since. */
    @Test
    void garbageThatIsNoHoleIsRefusedAlsoInTheLastLine() throws Exception {
        int inLastLine = nextSector(secondLine);
        isRefused(withZeros(inLastLine + 1, inLastLine + SECTOR), "a byte less than a sector");
        isRefused(withZeros(inLastLine + 1, inLastLine + 1 + SECTOR), "not where sectors are");
        byte[] garbage = whole.clone();
        Arrays.fill(garbage, inLastLine, inLastLine + SECTOR, (byte) 'x');
        isRefused(garbage, "not zeros");
        Arrays.fill(garbage, secondLine - 90, secondLine - 80, (byte) 'x');
        isRefused(garbage, "in both lines");
    }

    @Test
    void saysWhatWasDroppedWithoutTheSettings() throws Exception {
        isCutOff(Arrays.copyOf(whole, whole.length - 40), "most of it");
        assertThat(lines.list.getFirst().getFormattedMessage()).contains("dropped=\"entry 2 STOPPING\"").doesNotContain("secret");
        isCutOff(Arrays.copyOf(whole, secondLine + 20), "the number");
        assertThat(lines.list.getFirst().getFormattedMessage()).contains("dropped=\"entry 2\"");
        isCutOff(Arrays.copyOf(whole, secondLine + 5), "nothing");
        assertThat(lines.list.getFirst().getFormattedMessage()).contains("dropped=\"not legible\"");
    }

    @Test
    void aCopyThatCannotBeWrittenStopsNothing() throws Exception {
        Files.createDirectories(copy().resolve("in the way"));
        Files.write(file(), Arrays.copyOf(whole, secondLine + 20));
        try (Journal journal = open()) {
            assertThat(journal.last()).contains(entry(1, "TUNING"));
        }
        assertThat(file()).hasSize(secondLine);
        assertThat(lines.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage()).contains("kept=\"nowhere, "));
    }

    private static int nextSector(int position) {
        return (position / SECTOR + 1) * SECTOR;
    }
}
