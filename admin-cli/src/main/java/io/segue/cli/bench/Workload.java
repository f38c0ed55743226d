package io.segue.cli.bench;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A kind of load, and with how many clients it is tried. */
sealed interface Workload {

    /** As in the table. */
    String name();

    List<Integer> clients();

    /** Between client and proxy, or server where there is none in between: never between a proxy of ours or a peer that ends it and the server. */
    boolean encrypted();

    /** @param arguments of pgbench, besides clients, time and target */
    record Transactions(String name, List<Integer> clients, List<String> arguments, boolean encrypted) implements Workload {

        Transactions(String name, List<Integer> clients, List<String> arguments) {
            this(name, clients, arguments, false);
        }

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
    record Bulk(String name, String command, String input, int megabytes, boolean encrypted) implements Workload {

        Bulk(String name, String command, String input, int megabytes) {
            this(name, command, input, megabytes, false);
        }

        @Override
        public List<Integer> clients() {
            return List.of(1);
        }
    }

    /** Rows of a megabyte to one client. */
    String ROWS = "\\copy (SELECT repeat('x', 1000000) FROM generate_series(1, 500)) TO '/dev/null'";

    int ROWS_MEGABYTES = 500;

    /** All of them. */
    static List<Workload> all() {
        List<Integer> few = List.of(1, 8, 64, 500);
        Stream<Workload> selects = Stream.of("simple", "extended", "prepared")
                .map(mode -> new Transactions("select-" + mode, few, List.of("--select-only", "--protocol=" + mode)));
        Stream<Workload> others = Stream.of(
                new Transactions("write-prepared", List.of(8, 64), List.of("--skip-some-updates", "--protocol=prepared")),
                new Transactions("connect", List.of(8), List.of("--select-only", "--connect")),
                new Bulk("rows-1MB", ROWS, "", ROWS_MEGABYTES),
                new Bulk(
                        "copy-out",
                        "\\copy (SELECT i, repeat('x', 100) FROM generate_series(1, 4000000) AS i) TO '/dev/null'",
                        "",
                        436),
                new Bulk(
                        "copy-in",
                        "\\copy bench_in FROM STDIN",
                        "SELECT i, repeat('x', 100) FROM generate_series(1, 2000000) AS i",
                        216),
                new Transactions("tls-select-prepared", List.of(8, 64), List.of("--select-only", "--protocol=prepared"), true),
                new Transactions("tls-connect", List.of(8), List.of("--select-only", "--connect"), true),
                new Bulk("tls-rows-1MB", ROWS, "", ROWS_MEGABYTES, true));
        return Stream.concat(selects, others).toList();
    }

    /** Numbers 0 to {@code count} - 1 beginning with {@code first} and round about: nobody always runs first. */
    static IntStream inTurn(int count, int first) {
        return IntStream.range(0, count).map(i -> (i + first) % count);
    }
}
