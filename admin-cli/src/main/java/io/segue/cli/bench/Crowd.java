package io.segue.cli.bench;

import io.segue.cli.stage.ProcessMeter;
import io.segue.cli.stage.ProcessMeter.Cpu;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Many clients that log in and say nothing, as most of an application's connections do: what a proxy needs for them. Only behind pools of mode
 * transaction, because elsewhere each has a process of the server. Main thread.
 */
final class Crowd {

    static final String IDLE = "idle";
    static final int CLIENTS = 10_000;
    /** That a proxy is to let in: some are kept for those who look. */
    static final int MOST_CLIENTS = CLIENTS + 100;

    private static final int IDLE_SECONDS = 5;
    private static final int LIMIT_SECONDS = 600;
    private static final int LOOK_MILLIS = 200;
    private static final double MEGA = 1e6;
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final Pattern CONNECTING = Pattern.compile("(?m)^initial connection time = ([\\d.]+) ms");

    private final Stage stage;
    private final Generator generator;

    Crowd(Stage stage) {
        this.stage = stage;
        this.generator = new Generator(stage);
    }

    /** A transaction of this workload is a login; memory is that with all of them there. */
    List<Standing> standings(List<Endpoint> endpoints) throws StageException, InterruptedException {
        List<Standing> standings = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            if (endpoint.name().endsWith("-transaction")) {
                standings.add(new Standing(IDLE, CLIENTS, endpoint.name(), List.of(gather(endpoint))));
            }
        }
        return standings;
    }

    private Sample gather(Endpoint endpoint) throws StageException, InterruptedException {
        ProcessMeter meter = endpoint.meter().orElseThrow();
        Cpu before = meter.cpu();
        long[] most = new long[1];
        List<String> command = List.of(
                stage.programs().postgres("pgbench"), "--no-vacuum", "--file=" + script(), "--transactions=1", "--client=" + CLIENTS, "--jobs=2");
        String output = generator.run(
                command, endpoint, LIMIT_SECONDS, Optional.empty(), LOOK_MILLIS, _ -> most[0] = Math.max(most[0], meter.residentBytes()));
        Cpu used = meter.cpu().since(before);
        double seconds = Generator.number(CONNECTING, output) / MILLIS_PER_SECOND;
        return Sample.transactions(
                CLIENTS / seconds, Double.NaN, Double.NaN, (double) used.micros() / CLIENTS, Double.NaN, used.userShare(), most[0] / MEGA);
    }

    private Path script() throws StageException {
        try {
            return Files.writeString(stage.workplace().resolve("idle.sql"), "\\sleep " + IDLE_SECONDS + " s\n");
        } catch (IOException e) {
            throw new StageException("cannot write a script", e);
        }
    }
}
