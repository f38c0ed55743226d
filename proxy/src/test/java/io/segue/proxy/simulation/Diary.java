package io.segue.proxy.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What happened in a run, for whoever wants to know why a seed fails: the last of it, and in one number all of it. */
final class Diary {

    private static final int MOST_LINES = 60;

    private final SimClock clock;
    private final Path directory;
    private final List<String> last = new ArrayList<>();
    private int all;

    /** @param directory another one each time, and so never mentioned */
    Diary(SimClock clock, Path directory) {
        this.clock = clock;
        this.directory = directory;
    }

    /** Real time has no place in it. */
    synchronized void note(String line) {
        String said = line.replace(directory.toString(), "").replaceFirst("^(preflight: .*), in \\d+ ms", "$1");
        last.add("%.3f s  %s".formatted(clock.nanos() / 1e9, said));
        all = 31 * all + last.getLast().hashCode();
        if (last.size() > MOST_LINES) {
            last.removeFirst();
        }
    }

    synchronized List<String> lines() {
        return List.copyOf(last);
    }

    /** Of two runs in which the same happened it is the same. */
    synchronized int fingerprint() {
        return all;
    }
}
