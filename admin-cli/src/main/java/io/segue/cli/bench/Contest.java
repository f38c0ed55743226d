package io.segue.cli.bench;

import io.segue.cli.stage.Narrator;
import io.segue.cli.stage.ProcessMeter;
import io.segue.cli.stage.ProcessMeter.Cpu;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts one load after the other on every endpoint, in turn, so that a machine that changes its mind does so for all. Main thread. */
final class Contest {

    /** Of the event loops, on their heap, since the start: a figure that no noise of the machine touches. */
    private static final String ALLOCATED = "segue_loops_allocated_bytes_total";

    private static final Pattern TPS = Pattern.compile("(?m)^tps = ([\\d.]+)");
    private static final Pattern PROCESSED = Pattern.compile("(?m)^number of transactions actually processed: (\\d+)");
    private static final int THREADS = 2;
    private static final int WARM_SECONDS = 2;
    private static final int WARM_CLIENTS = 8;
    private static final int GRACE_SECONDS = 60;
    private static final int LATENCY_FIELD = 2;
    /** Of the transactions, for the quantiles: pgbench's own log costs CPU that the proxy needs. */
    private static final double SAMPLED = 0.05;
    private static final double MEGA = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MEGABYTES_PER_GIGABYTE = 1_000;

    private final Stage stage;
    private final Generator generator;
    private final List<Endpoint> endpoints;
    private final Options options;
    private int runs;

    Contest(Stage stage, List<Endpoint> endpoints, Options options) {
        this.stage = stage;
        this.generator = new Generator(stage);
        this.endpoints = List.copyOf(endpoints);
        this.options = options;
    }

    /** Lets every endpoint come to its speed: a virtual machine compiles for some seconds what it is to run often. */
    void warmUp(List<Workload> workloads) throws StageException, InterruptedException {
        for (Endpoint endpoint : endpoints) {
            for (Workload workload : workloads) {
                if (workload instanceof Workload.Transactions transactions && transactions.name().contains("select-")) {
                    measure(workload, WARM_CLIENTS, endpoint, 0, new LinkedHashMap<>(Map.of(endpoint, new ArrayList<>())));
                }
            }
        }
    }

    /** One workload with so many clients: a standing for each endpoint, in their order. */
    List<Standing> hold(Workload workload, int clients) throws StageException, InterruptedException {
        Map<Endpoint, List<Sample>> samples = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> samples.put(endpoint, new ArrayList<>()));
        for (int round = 0; round < options.rounds(); round++) {
            for (int i : Workload.inTurn(endpoints.size(), round).toArray()) {
                if (samples.containsKey(endpoints.get(i))) {
                    measure(workload, clients, endpoints.get(i), round, samples);
                }
            }
        }
        return samples.entrySet().stream()
                .map(each -> new Standing(workload.name(), clients, each.getKey().name(), each.getValue()))
                .toList();
    }

    /** A peer that cannot carry a load, as an old PgBouncer cannot prepared statements in transaction pools, does not take part in it. */
    private void measure(
            Workload workload, int clients, Endpoint endpoint, int round, Map<Endpoint, List<Sample>> samples)
            throws StageException, InterruptedException {
        try {
            samples.get(endpoint).add(switch (workload) {
                case Workload.Transactions transactions -> transactions(transactions, clients, reached(endpoint, workload), round == 0);
                case Workload.Bulk bulk -> bulk(bulk, reached(endpoint, workload));
            });
        } catch (StageException e) {
            if (!endpoint.isPeer()) {
                throw e;
            }
            samples.remove(endpoint);
            stage.narrator().line(Narrator.Style.RED, "%s, %d clients: not %s".formatted(workload.name(), clients, e.getMessage()));
        }
    }

    private static Endpoint reached(Endpoint endpoint, Workload workload) {
        return workload.encrypted() ? endpoint.encrypting() : endpoint;
    }

    // ---- transactions

    private Sample transactions(Workload.Transactions workload, int clients, Endpoint endpoint, boolean first)
            throws StageException, InterruptedException {
        if (first) {
            pgbench(workload, clients, endpoint, WARM_SECONDS, Optional.empty());
        }
        Path logs = directory("run-" + ++runs);
        Optional<ProcessMeter> meter = endpoint.meter();
        Optional<Cpu> before = meter.map(ProcessMeter::cpu);
        double allocatedBefore = allocated(endpoint);
        String output = pgbench(workload, clients, endpoint, options.seconds(), Optional.of(logs));
        Optional<Cpu> used = meter.map(it -> it.cpu().since(before.orElseThrow()));
        double processed = Generator.number(PROCESSED, output);
        double[] latencies = latencies(logs);
        return Sample.transactions(
                Generator.number(TPS, output),
                quantile(latencies, 0.5),
                quantile(latencies, 0.99),
                used.map(cpu -> cpu.micros() / processed).orElse(Double.NaN),
                (allocated(endpoint) - allocatedBefore) / processed,
                used.map(Cpu::userShare).orElse(Double.NaN),
                resident(meter));
    }

    private String pgbench(Workload.Transactions workload, int clients, Endpoint endpoint, int seconds, Optional<Path> logs)
            throws StageException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(stage.programs().postgres("pgbench"), "--no-vacuum"));
        command.addAll(workload.arguments());
        command.addAll(List.of("--client=" + clients, "--jobs=" + Math.min(clients, THREADS), "--time=" + seconds));
        logs.ifPresent(directory -> command.addAll(List.of(
                "--log", "--log-prefix=" + directory.resolve("transactions"),
                "--sampling-rate=" + (workload.connects() ? 1 : SAMPLED))));
        return generator.run(command, endpoint, seconds + GRACE_SECONDS, Optional.empty());
    }

    private static double[] latencies(Path logs) throws StageException {
        try (Stream<Path> files = Files.list(logs)) {
            List<Double> all = new ArrayList<>();
            for (Path file : files.toList()) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.map(line -> line.split(" ")[LATENCY_FIELD])
                            .filter(latency -> Character.isDigit(latency.charAt(0)))
                            .map(Double::valueOf)
                            .forEach(all::add);
                }
            }
            return all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        } catch (IOException e) {
            throw new StageException("cannot read pgbench's log", e);
        }
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    // ---- bulk

    private Sample bulk(Workload.Bulk workload, Endpoint endpoint) throws StageException, InterruptedException {
        Optional<Path> input = workload.input().isEmpty() ? Optional.empty() : Optional.of(input(workload));
        Optional<ProcessMeter> meter = endpoint.meter();
        Optional<Cpu> before = meter.map(ProcessMeter::cpu);
        long begun = System.nanoTime();
        psql(workload.command(), endpoint, input);
        double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        Optional<Cpu> used = meter.map(it -> it.cpu().since(before.orElseThrow()));
        return Sample.bulk(
                workload.megabytes() / seconds,
                used.map(cpu -> cpu.micros() / MEGA / (workload.megabytes() / MEGABYTES_PER_GIGABYTE)).orElse(Double.NaN),
                used.map(Cpu::userShare).orElse(Double.NaN),
                resident(meter));
    }

    private Path input(Workload.Bulk workload) throws StageException, InterruptedException {
        Path file = stage.workplace().resolve(workload.name() + ".data");
        Endpoint direct = endpoints.getFirst();
        if (!Files.exists(file)) {
            psql("\\copy (" + workload.input() + ") TO '" + file + "'", direct, Optional.empty());
        }
        psql("DROP TABLE IF EXISTS bench_in; CREATE UNLOGGED TABLE bench_in (i int, x text)", direct, Optional.empty());
        return file;
    }

    private void psql(String command, Endpoint endpoint, Optional<Path> input) throws StageException, InterruptedException {
        List<String> line = List.of(
                stage.programs().postgres("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command=" + command);
        generator.run(line, endpoint, 10 * GRACE_SECONDS, input);
    }

    // ---- both

    private Path directory(String name) throws StageException {
        try {
            return Files.createDirectory(stage.workplace().resolve(name));
        } catch (IOException e) {
            throw new StageException("cannot make a directory", e);
        }
    }

    private static double allocated(Endpoint endpoint) throws StageException {
        return endpoint.page().isEmpty() ? Double.NaN : endpoint.page().get().sum(ALLOCATED);
    }

    private static double resident(Optional<ProcessMeter> meter) {
        return meter.map(it -> it.residentBytes() / MEGA).orElse(Double.NaN);
    }
}
