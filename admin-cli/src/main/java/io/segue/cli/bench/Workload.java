package io.segue.cli.bench;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A kind of load, and with how many clients it is tried. */
sealed interface Workload {

    /** As in the table. */
    String name();

    List<Integer> clients();

    /** @param arguments of pgbench, besides clients, time and target */
    record Transactions(String name, List<Integer> clients, List<String> arguments) implements Workload {

        /** pgbench connects for each transaction: the slow path of everybody. */
        boolean connects() {
            return arguments.contains("--connect");
        }
    }

    /**
     * Data through one connection of psql.
     *
     * @param command of psql
     * @param input a query whose rows are first written to a file by COPY, and that file is what psql reads; empty when it reads nothing
     * @param megabytes that pass
     */
    record Bulk(String name, String command, String input, int megabytes) implements Workload {

        @Override
        public List<Integer> clients() {
            return List.of(1);
        }
    }

    /** All of them. */
    static List<Workload> all() {
        List<Integer> few = List.of(1, 8, 64, 500);
        Stream<Workload> selects = Stream.of("simple", "extended", "prepared")
                .map(mode -> new Transactions("select-" + mode, few, List.of("--select-only", "--protocol=" + mode)));
        Stream<Workload> others = Stream.of(
                new Transactions("write-prepared", List.of(8, 64), List.of("--skip-some-updates", "--protocol=prepared")),
                new Transactions("connect", List.of(8), List.of("--select-only", "--connect")),
                new Bulk("rows-1MB", "\\copy (SELECT repeat('x', 1000000) FROM generate_series(1, 500)) TO '/dev/null'", "", 500),
                new Bulk(
                        "copy-out",
                        "\\copy (SELECT i, repeat('x', 100) FROM generate_series(1, 4000000) AS i) TO '/dev/null'",
                        "",
                        436),
                new Bulk(
                        "copy-in",
                        "\\copy bench_in FROM STDIN",
                        "SELECT i, repeat('x', 100) FROM generate_series(1, 2000000) AS i",
                        216));
        return Stream.concat(selects, others).toList();
    }

    /** Numbers 0 to {@code count} - 1 beginning with {@code first} and round about: nobody always runs first. */
    static IntStream inTurn(int count, int first) {
        return IntStream.range(0, count).map(i -> (i + first) % count);
    }
}
