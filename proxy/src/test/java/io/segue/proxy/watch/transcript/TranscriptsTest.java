package io.segue.proxy.watch.transcript;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.watch.transcript.Recording.Order;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transcripts end by themselves, wait for nobody and are written where only their owner reads them. */
@Timeout(300)
class TranscriptsTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path state;

    private Transcripts transcripts;

    @AfterEach
    void end() {
        transcripts().close();
        await().until(() -> transcripts().views().isEmpty());
    }

    private Transcripts transcripts() {
        if (transcripts == null) {
            transcripts = new Transcripts(new TranscriptLog(state), Clock.systemUTC());
        }
        return transcripts;
    }

    @Test
    void linesAreInAFileThatOnlyItsOwnerReads() throws Exception {
        List<Recording> told = Collections.synchronizedList(new ArrayList<>());
        transcripts().listen(told::add);
        RecordingView view = transcripts().begin(order(new Subject.Database("shop"), LONG, 100)).orElseThrow();

        told.getFirst().say("c1", "C: Sync");
        transcripts().end();
        await().until(() -> told.size() == 2);

        Path file = state.resolve("transcripts/transcript.log");
        assertThat(transcripts().place()).isEqualTo(file.toString());
        assertThat(Files.readAllLines(file)).satisfiesExactly(
                begins -> assertThat(begins).endsWith(" - # transcript 1 of database shop begins by=ops"),
                line -> assertThat(line).matches("2\\S+Z c1 C: Sync"),
                ends -> assertThat(ends).endsWith(" - # transcript 1 of database shop ends lines=1"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent()))).isEqualTo("rwx------");
        assertThat(view).extracting(RecordingView::subject, RecordingView::by, RecordingView::lineLimit).containsExactly("database shop", "ops", 100L);
        assertThat(told).allMatch(Recording::isOver);
        assertThat(transcripts().views()).isEmpty();
        assertThat(transcripts().lines()).isOne();
    }

    @Test
    void aTranscriptEndsWhenItsTimeIsUp() {
        transcripts().begin(order(new Subject.Database("shop"), Duration.ofMillis(50), 100));

        await().until(() -> transcripts().views().isEmpty());
        assertThat(transcripts().about("app", "shop")).isEmpty();
    }

    @Test
    void aTranscriptEndsWithItsLastLine() {
        transcripts().begin(order(new Subject.Database("shop"), LONG, 2));
        Recording recording = transcripts().about("app", "shop").orElseThrow();

        for (int i = 0; i < 5; i++) {
            recording.say("c1", "C: Sync");
        }

        assertThat(recording.isOver()).isTrue();
        await().untilAsserted(() -> assertThat(file()).filteredOn(line -> line.endsWith("C: Sync")).hasSize(2));
    }

    @Test
    void whoSpeaksDoesNotWaitAndWhatIsDroppedIsSaid() throws Exception {
        Recording recording = new Recording(1, order(new Subject.Database("shop"), LONG, 1_000_000), Clock.systemUTC());
        CountDownLatch diskIsFree = new CountDownLatch(1);
        List<String> written = Collections.synchronizedList(new ArrayList<>());
        Thread writer = Thread.ofVirtual().start(() -> recording.write(line -> {
            awaitUninterruptibly(diskIsFree);
            written.add(line);
        }));

        for (int i = 0; i < 20_000; i++) {
            recording.say("c1", "C: Query \"" + i + "\"");
        }
        diskIsFree.countDown();
        recording.end();
        writer.join();

        long dropped = recording.dropped();
        assertThat(dropped).isPositive();
        assertThat(written).hasSize((int) (20_000 - dropped) + 3).anyMatch(line -> line.endsWith(" - # " + dropped + " lines dropped: they came faster than they could be written"));
    }

    @Test
    void longLinesFillTheQueueSooner() {
        Recording recording = new Recording(1, order(new Subject.Database("shop"), LONG, 1_000_000), Clock.systemUTC());
        String line = "x".repeat(64 * 1024);

        for (int i = 0; i < 100; i++) {
            recording.say("c1", line);
        }

        assertThat(recording.dropped()).isBetween(30L, 50L);
    }

    @Test
    void thereAreOnlySoMany() {
        for (int i = 0; i < Transcripts.MOST; i++) {
            assertThat(transcripts().begin(order(new Subject.Client(i), LONG, 10))).isPresent();
        }

        assertThat(transcripts().begin(order(new Subject.Client(99), LONG, 10))).isEmpty();
    }

    @Test
    void nothingBeginsWhereNothingCanBeWritten() throws Exception {
        Files.writeString(state.resolve("transcripts"), "in the way");

        assertThatThrownBy(() -> transcripts().begin(order(new Subject.Client(1), LONG, 10))).isInstanceOf(UncheckedIOException.class);
        assertThat(transcripts().views()).isEmpty();
    }

    @Test
    void subjectsKnowTheirSessions() {
        assertThat(new Subject.Database("shop").isAbout("app", "shop")).isTrue();
        assertThat(new Subject.Database("shop").isAbout("shop", "app")).isFalse();
        assertThat(new Subject.User("app").isAbout("app", "shop")).isTrue();
        assertThat(new Subject.User("app").isAbout(7, "ops", "shop")).isFalse();
        assertThat(new Subject.Client(7).isAbout(7, "app", "shop")).isTrue();
        assertThat(new Subject.Client(7).isAbout("app", "shop")).isFalse();
        assertThat(new Subject.Client(7).isAbout(8, "app", "shop")).isFalse();
    }

    private List<String> file() throws Exception {
        return Files.readAllLines(state.resolve("transcripts/transcript.log"));
    }

    private static Order order(Subject subject, Duration limit, long lines) {
        return new Order(subject, "ops", limit, lines, true);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
