package io.segue.proxy.control.migration.report;

import io.segue.proxy.control.migration.step.PastMoves;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the reports as files, the newest few hundred of them. Each is there as a whole or not at all. What cannot be written or read is said
 * in the log: no move depends on it. Any thread.
 */
public final class ReportStore implements Reports, PastMoves {

    private static final Logger LOG = LoggerFactory.getLogger(ReportStore.class);

    /** A report is a few kilobytes, and nobody asks for the one before the last two hundred. */
    private static final int MOST = 200;

    private static final Pattern NAME = Pattern.compile("(\\d{6,18})-.*\\.(json|txt)");
    private static final String DONE = "DONE";
    private static final List<String> MOVES = List.of("CUTOVER", "SWITCHBACK");

    private final Path directory;
    private final AtomicLong lastNumber;

    /** @param stateDirectory exists */
    public ReportStore(Path stateDirectory) {
        this.directory = stateDirectory.resolve("reports");
        this.lastNumber = new AtomicLong(files().mapToLong(ReportStore::number).max().orElse(0));
    }

    public long nextNumber() {
        return lastNumber.incrementAndGet();
    }

    /** Writes both files; the one for programs last, because the list is made of these. */
    public void keep(MoveReport report) {
        String name = "%06d-%s".formatted(report.number(), report.attempt().shard());
        try {
            Files.createDirectories(directory);
            write(directory.resolve(name + ".txt"), ReportText.of(report));
            write(directory.resolve(name + ".json"), ReportJson.of(report));
            LOG.info("report shard={} migration={} report={} result={}",
                    report.attempt().shard(), report.attempt().migration(), report.number(), report.ending().result());
            removeOldest();
        } catch (IOException | RuntimeException e) {
            LOG.error("report-not-written shard={} report={} reason=\"{}\" hint=\"make room in the state directory; nothing else is harmed\"",
                    report.attempt().shard(), report.number(), e.toString());
        }
    }

    private static void write(Path file, String content) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    whole, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                var bytes = StandardCharsets.UTF_8.encode(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private void removeOldest() throws IOException {
        long oldestKept = lastNumber.get() - MOST;
        for (Path file : files().filter(it -> number(it) <= oldestKept).toList()) {
            Files.deleteIfExists(file);
        }
    }

    /** Empty when there are none, or they cannot be listed. */
    private Stream<Path> files() {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> NAME.matcher(file.getFileName().toString()).matches()).toList().stream();
        } catch (IOException e) {
            LOG.warn("reports-unreadable directory={} reason=\"{}\"", directory, e.getMessage());
            return Stream.empty();
        }
    }

    private static long number(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    @Override
    public List<ReportSummary> list() {
        return files().filter(file -> file.toString().endsWith(".json"))
                .sorted(Comparator.comparingLong(ReportStore::number).reversed())
                .flatMap(file -> summary(file).stream())
                .toList();
    }

    private static Optional<ReportSummary> summary(Path file) {
        try {
            return Optional.of(SummaryReader.read(Files.readString(file)));
        } catch (IOException e) {
            LOG.warn("report-unreadable file={} reason=\"{}\"", file, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> text(long number) {
        return read(number, ".txt");
    }

    @Override
    public Optional<String> json(long number) {
        return read(number, ".json");
    }

    private Optional<String> read(long number, String ending) {
        Optional<Path> found = files().filter(file -> number(file) == number && file.toString().endsWith(ending)).findFirst();
        try {
            return found.isPresent() ? Optional.of(Files.readString(found.get())) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("report-unreadable file={} reason=\"{}\"", found.get(), e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Optional<Past> last(String shard) {
        return list().stream()
                .filter(report -> report.shard().equals(shard) && report.result().equals(DONE) && MOVES.contains(report.command()))
                .findFirst()
                .map(report -> new Past(report.number(), report.stop(), report.promotion()));
    }
}
