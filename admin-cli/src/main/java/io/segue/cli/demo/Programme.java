package io.segue.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How long and how heavy a show is.
 *
 * @param moves the verbs, in order
 * @param clients of pgbench
 * @param idle sessions that are there for the last moves, and not for the first {@link #MOVES_WITHOUT_IDLE}
 * @param scale of pgbench: a hundred thousand accounts, 16 MB, each
 * @param settle time under load before, between and after the moves
 * @param floorMoves moves by script, without the proxy
 * @param floorLoad time under load before each move by script
 */
record Programme(
        boolean quick, List<String> moves, int clients, int idle, int scale, Duration settle, int floorMoves, Duration floorLoad) {

    static final int MOVES_WITHOUT_IDLE = 2;

    private static final int CLIENTS_A_ROW = 20;

    Programme {
        moves = List.copyOf(moves);
    }

    static Programme demo(boolean quick, int clients) {
        return quick
                ? new Programme(true, thereAndBack(3), clients, 0, scale(5, clients), Duration.ofMillis(1_500), 3, Duration.ofMillis(500))
                : new Programme(false, thereAndBack(3), clients, 0, scale(10, clients), Duration.ofSeconds(5), 5, Duration.ofSeconds(1));
    }

    /** Each transaction locks one row for each unit of the scale: with many more clients than rows a show is one of waiting for locks. */
    private static int scale(int atLeast, int clients) {
        return Math.max(atLeast, clients / CLIENTS_A_ROW);
    }

    /** There and back without them, and as often again, and once more, with them. */
    Programme withIdle(int sessions) {
        List<String> all = sessions == 0 ? moves : thereAndBack(2 * MOVES_WITHOUT_IDLE + 1);
        return new Programme(quick, all, clients, sessions, scale, settle, floorMoves, floorLoad);
    }

    static Programme soak(int moves, int clients, int floorMoves) {
        return new Programme(false, thereAndBack(moves), clients, 0, 10, Duration.ofSeconds(1), floorMoves, Duration.ofSeconds(1));
    }

    /** cutover, switchback, cutover, ... */
    private static List<String> thereAndBack(int moves) {
        return IntStream.range(0, moves).mapToObj(i -> i % 2 == 0 ? "cutover" : "switchback").toList();
    }
}
