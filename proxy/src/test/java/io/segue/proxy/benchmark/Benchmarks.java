package io.segue.proxy.benchmark;

import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code bin/jmh}: runs the benchmarks on the class path and prints a line for each. Main thread. */
public final class Benchmarks {

    private static final String ALLOCATED_PER_OPERATION = "gc.alloc.rate.norm";
    /** Longer than one measurement: what is not compiled yet allocates more than it will. */
    private static final TimeValue WARM_UP = TimeValue.milliseconds(500);

    private static final int WARM_UPS = 5;
    private static final int COLUMN = 50;

    /** How long each benchmark is measured. */
    private enum Length {
        SHORT(1, 2, TimeValue.milliseconds(300)),
        LONG(2, 5, TimeValue.seconds(1));

        private final int processes;
        private final int iterations;
        private final TimeValue iteration;

        Length(int processes, int iterations, TimeValue iteration) {
            this.processes = processes;
            this.iterations = iterations;
            this.iteration = iteration;
        }
    }

    private Benchmarks() {
    }

    /** @param arguments a regular expression of names, {@code SHORT} or {@code LONG}, and the file for JMH's JSON, which may be empty */
    public static void main(String[] arguments) throws RunnerException {
        Length length = Length.valueOf(arguments[1]);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(arguments[0])
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(length.processes)
                .warmupIterations(WARM_UPS)
                .warmupTime(WARM_UP)
                .measurementIterations(length.iterations)
                .measurementTime(length.iteration)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (!arguments[2].isEmpty()) {
            options.resultFormat(ResultFormatType.JSON).result(arguments[2]);
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        print("benchmark", "ns/op", "+-", "B/op");
        results.forEach(Benchmarks::print);
    }

    private static void print(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED_PER_OPERATION);
        print(name(result.getParams()), number(time.getScore()), number(time.getScoreError()), number(allocated.getScore()));
    }

    /** As in {@code Account.transaction mode=PREPARED pooled=false}. */
    private static String name(BenchmarkParams benchmark) {
        String[] path = benchmark.getBenchmark().split("\\.");
        Stream<String> parameters = benchmark.getParamsKeys().stream().map(key -> key + "=" + benchmark.getParam(key));
        String name = path[path.length - 2].replace("Benchmark", "") + "." + path[path.length - 1];
        return Stream.concat(Stream.of(name), parameters).collect(Collectors.joining(" "));
    }

    private static void print(String... cells) {
        System.out.printf("%-" + COLUMN + "s %12s %10s %10s%n", (Object[]) cells);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }
}
