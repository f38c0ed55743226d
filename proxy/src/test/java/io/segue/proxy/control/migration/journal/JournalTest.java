package io.segue.proxy.control.migration.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.node.Lsn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final Plan PLAN = Plan.out("main", "node_a", "node_b");

    @TempDir
    private Path directory;

    private final ModelFiles memory = new ModelFiles();

    private static JournalEntry entry(long number, String state) {
        Facts facts = Facts.NONE
                .rememberingSettings("node_a", Map.of("wal_sender_timeout", Optional.empty(), "primary_conninfo", Optional.of("it's \"\n")))
                .onTimeline(7).intendingToStop().stopped(Lsn.parse("16/B374D848"));
        return new JournalEntry(number, NOW, 3, NOW.minusSeconds(9), MigrationState.labelled(state, PLAN.reversed()), facts, "why – ü");
    }

    private Journal open() throws JournalException {
        return Journal.open(directory, "main", new DiskFiles());
    }

    private Journal inMemory() throws JournalException {
        return Journal.open(directory, "main", memory);
    }

    private Path file() {
        return directory.resolve("main.journal");
    }

    @Test
    void startsEmpty() throws Exception {
        try (Journal journal = open()) {
            assertThat(journal.last()).isEmpty();
            assertThat(file()).isEmptyFile();
        }
    }

    @Test
    void findsTheLastLineAgain() throws Exception {
        try (Journal journal = open()) {
            journal.append(entry(1, "TUNING"));
            journal.append(entry(2, "STOPPING"));
        }
        try (Journal journal = open()) {
            assertThat(journal.last()).contains(entry(2, "STOPPING"));
            journal.append(entry(3, "PROVING"));
        }
        assertThat(Files.readAllLines(file())).hasSize(3).allMatch(line -> line.startsWith("{\"entry\":") && line.endsWith("\"}"));
    }

    @Test
    void refusesAnyOtherDamage() throws Exception {
        try (Journal journal = open()) {
            journal.append(entry(1, "TUNING"));
            journal.append(entry(2, "STOPPING"));
        }
        byte[] whole = Files.readAllBytes(file());
        for (int position = 0; position < whole.length - 1; position++) {
            byte[] damaged = whole.clone();
            damaged[position] ^= 4;
            Files.write(file(), damaged);
            assertThatThrownBy(() -> open().close())
                    .as("byte %s", position)
                    .isInstanceOf(JournalException.Damaged.class)
                    .hasMessageContaining(file().toString())
                    .hasMessageContaining("line")
                    .hasMessageContaining("move the file away");
        }
    }

    @Test
    void aNoteIsReadLikeAnyLineAndGoesToTheDiskWithTheNext() throws Exception {
        Journal journal = inMemory();
        journal.append(entry(1, "STOPPING"));
        journal.note(entry(2, "PROVING"));
        assertThat(journal.last()).contains(entry(2, "PROVING"));
        memory.powerCut();
        assertThat(inMemory().last()).as("what was only noted").contains(entry(1, "STOPPING"));

        Journal again = inMemory();
        again.note(entry(2, "PROVING"));
        again.append(entry(3, "PROMOTING"));
        memory.powerCut();
        assertThat(inMemory().last()).contains(entry(3, "PROMOTING"));
    }

    @Test
    void keepsOneLineWhenCompacted() throws Exception {
        try (Journal journal = open()) {
            journal.append(entry(1, "TUNING"));
            journal.append(entry(2, "DONE"));
            journal.compact();
            assertThat(Files.readAllLines(file())).hasSize(1);
            journal.append(entry(3, "COPYING"));
        }
        try (Journal journal = open()) {
            assertThat(journal.last()).contains(entry(3, "COPYING"));
        }
    }

    /** Else what is written afterwards might go to a file that has no name any more, and be lost with the next crash. */
    @Test
    void aCompactionOpensNoFileAgain() throws Exception {
        JournalFiles scarce = new Scarce();
        try (Journal journal = Journal.open(directory, "main", scarce)) {
            journal.append(entry(1, "TUNING"));
            journal.append(entry(2, "DONE"));
            journal.compact();
            journal.append(entry(3, "COPYING"));
        }
        try (Journal journal = open()) {
            assertThat(journal.last()).contains(entry(3, "COPYING"));
        }
    }

    @Test
    void isForOneProcess() throws Exception {
        try (Journal journal = open()) {
            assertThat(journal.last()).isEmpty();
            assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("another proxy");
            journal.append(entry(1, "DONE"));
            journal.compact();
            assertThatThrownBy(this::open).as("after a compaction").hasMessageContaining("another proxy");
        }
    }

    @Test
    void takesAnyShardNameForAFile() throws Exception {
        try (Journal journal = Journal.open(directory, "../a b/ü", new DiskFiles())) {
            journal.append(entry(1, "TUNING"));
        }
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void saysThatTheDiskIsFullAndGoesOnWhenItIsNot() throws Exception {
        try (Journal journal = inMemory()) {
            journal.append(entry(1, "TUNING"));
            memory.plan(ModelFiles.Kind.FULL, 0);
            assertThatThrownBy(() -> journal.append(entry(2, "WARMING")))
                    .isInstanceOf(JournalException.class)
                    .isNotInstanceOf(JournalException.InDoubt.class)
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining("make room");
            assertThat(journal.last()).contains(entry(1, "TUNING"));
            journal.append(entry(2, "UNDOING"));
        }
        assertThat(inMemory().last()).contains(entry(2, "UNDOING"));
    }

    @Test
    void withdrawsALineThatCouldNotBeForced() throws Exception {
        try (Journal journal = inMemory()) {
            journal.append(entry(1, "PROVING"));
            memory.plan(ModelFiles.Kind.FORCE_FAILS, 0);
            assertThatThrownBy(() -> journal.append(entry(2, "PROMOTING"))).isNotInstanceOf(JournalException.InDoubt.class);
        }
        assertThat(inMemory().last()).contains(entry(1, "PROVING"));
    }

    @Test
    void saysWhenALineIsInDoubt() throws Exception {
        try (Journal journal = inMemory()) {
            journal.append(entry(1, "PROVING"));
            memory.plan(ModelFiles.Kind.FORCE_FAILS, 0);
            memory.failTruncations(1);
            assertThatThrownBy(() -> journal.append(entry(2, "PROMOTING"))).isInstanceOf(JournalException.InDoubt.class);
            assertThat(Journal.open(directory, "main", memory).last()).as("what a crash now would find").contains(entry(2, "PROMOTING"));
            assertThat(journal.last()).contains(entry(1, "PROVING"));
            journal.withdraw();
        }
        assertThat(inMemory().last()).contains(entry(1, "PROVING"));
    }

    /** On the disk, and with a single file to open: a proxy with thousands of sessions may have no descriptor left. */
    private static final class Scarce implements JournalFiles {

        private final DiskFiles disk = new DiskFiles();
        private boolean opened;

        @Override
        public JournalFile open(Path path) throws IOException {
            if (opened) {
                throw new IOException("Too many open files");
            }
            opened = true;
            return disk.open(path);
        }

        @Override
        public JournalFile replace(Path path, byte[] content) throws IOException {
            return disk.replace(path, content);
        }
    }
}
