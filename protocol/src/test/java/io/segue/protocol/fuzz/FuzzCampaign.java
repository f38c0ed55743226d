package io.segue.protocol.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the long run does with one target, turn after turn, until something is found in it. */
final class FuzzCampaign {

    /** How long reducing a grown corpus may take. */
    private static final Duration MERGE = Duration.ofMinutes(5);

    private final FuzzTarget target;
    private final Path directory;
    private String finding = "";
    private long inputs;
    private Duration played = Duration.ZERO;

    FuzzCampaign(FuzzTarget target, Path directory) throws IOException {
        this.target = target;
        this.directory = Files.createDirectories(directory);
    }

    boolean isClean() {
        return finding.isEmpty();
    }

    /** A target in which something was found is left alone: it would only be found again. */
    void play(Duration turn) throws IOException, InterruptedException {
        if (!isClean()) {
            return;
        }
        FuzzRun run = new FuzzRun(target, directory, turn);
        finding = run.run();
        inputs += run.inputs();
        played = played.plus(turn);
        System.out.println(isClean() ? target.label() + ": nothing found in " + played.toSeconds() + " s, with " + inputs + " inputs" : finding);
    }

    /** Also writes what is worth a place among the seeds. */
    String summary() throws IOException, InterruptedException {
        if (!isClean()) {
            return finding;
        }
        Path smaller = Files.createTempDirectory(directory, "merged-");
        String trouble = new FuzzRun(target, directory, MERGE).merge(smaller);
        List<String> seeds = Seeds.lines(target, smaller);
        Path file = Files.write(directory.resolve("new-seeds.hex"), seeds);
        return (trouble.isEmpty() ? "" : trouble + "\n") + target.label() + ": nothing found in " + played.toSeconds() + " s, with " + inputs
                + " inputs; " + seeds.size() + " that reach more than the seeds, in " + file;
    }
}
