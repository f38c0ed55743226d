package io.segue.proxy.control.migration.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a comparison has come, in a file of the state directory, so that one that was broken off goes on there. One that cannot be
 * written costs a comparison from the beginning, and nothing else.
 */
final class Bookmark {

    private static final Logger LOG = LoggerFactory.getLogger(Bookmark.class);

    /**
     * @param table where it stands, as its name is written
     * @param block the next to be compared
     * @param findings of what lies before, in words
     */
    record Place(String request, String table, long block, List<String> findings) {}

    private final Path file;

    Bookmark(Path stateDirectory, String shard) {
        this.file = stateDirectory.resolve("verify-" + shard + ".bookmark");
    }

    /** Where the same request was broken off. */
    Optional<Place> find(String request) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.size() >= 3 && lines.getFirst().equals(request)
                    ? Optional.of(new Place(request, lines.get(1), Long.parseLong(lines.get(2)), lines.subList(3, lines.size())))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            LOG.warn("bookmark-unreadable file={} reason=\"{}\" hint=\"the comparison begins anew\"", file, e.toString());
            return Optional.empty();
        }
    }

    void put(Place place) {
        List<String> lines = new ArrayList<>(List.of(place.request(), place.table(), String.valueOf(place.block())));
        place.findings().forEach(each -> lines.add(each.replaceAll("\\R", " ")));
        try {
            Path next = Files.write(file.resolveSibling(file.getFileName() + ".new"), lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("bookmark-not-written file={} reason=\"{}\" hint=\"make room in the state directory\"", file, e.toString());
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("bookmark-not-removed file={} reason=\"{}\" hint=\"remove it\"", file, e.toString());
        }
    }
}
