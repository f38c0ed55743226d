package io.segue.protocol.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code bin/fuzz}: the long run, one target after the other, with corpora that are kept from run to run.
 *
 * <p>Arguments: directory | minutes in all | target, or {@code all}. Exit code 0 when nothing was found, 1 when something was.
 */
public final class Fuzz {

    private Fuzz() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("three arguments are needed: directory, minutes, target");
        }
        Path directory = Path.of(arguments[0]);
        List<FuzzTarget> targets = arguments[2].equals("all") ? FuzzTarget.decoders() : List.of(FuzzTarget.labelled(arguments[2]));
        Duration each = Duration.ofSeconds(Math.round(Double.parseDouble(arguments[1]) * 60 / targets.size()));
        List<String> findings = new ArrayList<>();
        for (FuzzTarget target : targets) {
            findings.addAll(fuzz(target, Files.createDirectories(directory.resolve(target.label())), each));
        }
        System.exit(findings.isEmpty() ? 0 : 1);
    }

    private static List<String> fuzz(FuzzTarget target, Path directory, Duration time) throws IOException, InterruptedException {
        System.out.println(target.label() + ": " + time.toSeconds() + " s");
        FuzzRun run = new FuzzRun(target, directory, time);
        String finding = run.run();
        if (!finding.isEmpty()) {
            System.out.println(finding);
            return List.of(finding);
        }
        Path smaller = Files.createTempDirectory(directory, "merged-");
        String trouble = run.merge(smaller);
        System.out.print(trouble.isEmpty() ? "" : trouble + "\n");
        List<String> seeds = Seeds.lines(target, smaller);
        Files.write(directory.resolve("new-seeds.hex"), seeds);
        System.out.println(target.label() + ": nothing found; " + seeds.size() + " inputs that reach more than the seeds, in "
                + directory.resolve("new-seeds.hex"));
        return List.of();
    }
}
