package io.segue.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.segue.cli.ledger.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PauseMeterTest {

    private static final long MILLI = 1_000;
    private static final double TOLERANCE = 0.5;

    private final List<Transaction> transactions = new ArrayList<>();

    @Test
    void aHoldIsTheLongestSilenceAndItsLengthBeyondTheMedianIsThePause() {
        work("a", 0, 1_000, 10);
        work("b", 5, 1_005, 10);
        transaction("a", 1_000, 1_110);
        transaction("b", 1_005, 1_120);
        work("a", 1_110, 2_000, 10);
        work("b", 1_120, 2_000, 10);

        PauseMeter meter = new PauseMeter(transactions);

        assertThat(meter.move(900 * MILLI, 1_500 * MILLI)).contains(new Silence(1_005 * MILLI, 1_110 * MILLI));
        assertThat(meter.pauses(0, List.of()).count()).isEqualTo(2);
        assertThat(meter.pauses(0, List.of()).max()).isCloseTo(105, within(TOLERANCE));
        assertThat(meter.pauses(0, List.of()).p50()).isCloseTo(100, within(TOLERANCE));
    }

    @Test
    void aClientThatArrivesInTheHoldWaitsForTheRestOfIt() {
        work("a", 0, 1_000, 10);
        transaction("a", 1_000, 1_110);
        transaction("late", 1_060, 1_115);
        work("late", 1_115, 1_200, 5);

        PauseMeter meter = new PauseMeter(transactions);
        meter.move(900 * MILLI, 1_500 * MILLI);

        assertThat(meter.pauses(0, List.of()).count()).isEqualTo(2);
        assertThat(meter.pauses(0, List.of()).max()).isCloseTo(100, within(TOLERANCE));
        assertThat(meter.pauses(0, List.of()).p50()).isCloseTo(50, within(TOLERANCE));
    }

    @Test
    void aSilenceElsewhereIsNotTheMoves() {
        work("a", 0, 500, 10);
        transaction("a", 500, 900);
        work("a", 900, 2_000, 10);

        PauseMeter meter = new PauseMeter(transactions);
        meter.move(1_000 * MILLI, 1_500 * MILLI);

        assertThat(meter.pauses(0, List.of()).max()).isZero();
    }

    @Test
    void addsUpOverMoves() {
        work("a", 0, 1_000, 10);
        transaction("a", 1_000, 1_110);
        work("a", 1_110, 2_110, 10);
        transaction("a", 2_110, 2_320);
        work("a", 2_320, 3_000, 10);

        PauseMeter meter = new PauseMeter(transactions);
        meter.move(900 * MILLI, 1_500 * MILLI);
        meter.move(2_000 * MILLI, 2_500 * MILLI);

        assertThat(meter.pauses(0, List.of()).count()).isEqualTo(2);
        assertThat(meter.pauses(0, List.of()).p50()).isCloseTo(100, within(TOLERANCE));
        assertThat(meter.pauses(0, List.of()).max()).isCloseTo(200, within(TOLERANCE));
    }

    @Test
    void whatAWriteWaitsThatNoMoveConcernsIsOutside() {
        Move undone = command(5_000, 5_500);
        Move done = command(7_000, 7_500);
        work("a", 0, 500, 10);
        transaction("a", 500, 900);
        work("a", 1_000, 4_000, 10);
        transaction("a", 4_000, 4_050);
        transaction("a", 4_900, 5_010);
        transaction("a", 6_490, 6_610);
        transaction("a", 7_100, 7_300);
        work("a", 7_300, 9_000, 10);
        transaction("a", 9_000, 9_030);

        PauseMeter meter = new PauseMeter(transactions);
        meter.move(done.fromMicros(), done.toMicros());

        assertThat(meter.pauses(1_000 * MILLI, List.of(undone, done)).outside()).isCloseTo(40, within(TOLERANCE));
        assertThat(meter.pauses(4_500 * MILLI, List.of(undone, done)).outside()).isCloseTo(20, within(TOLERANCE));
        assertThat(meter.pauses(1_000 * MILLI, List.of(done)).outside()).as("of the one that was undone nothing is known").isCloseTo(110, within(TOLERANCE));
        assertThat(meter.pauses(0, List.of(undone, done)).outside()).as("with the beginning").isCloseTo(390, within(TOLERANCE));
    }

    private static Move command(long fromMillis, long toMillis) {
        return new Move("cutover", 1, 0, fromMillis * MILLI, toMillis * MILLI, List.of(), Optional.empty());
    }

    @Test
    void withoutTransactionsNothingIsMeasured() {
        PauseMeter meter = new PauseMeter(transactions);

        assertThat(meter.move(0, MILLI)).isEmpty();
        assertThat(meter.pauses(0, List.of())).isEqualTo(new Pauses(0, 0, 0, 0, 0));
    }

    private void work(String client, long fromMillis, long toMillis, long eachMillis) {
        for (long begin = fromMillis; begin + eachMillis <= toMillis; begin += eachMillis) {
            transaction(client, begin, begin + eachMillis);
        }
    }

    private void transaction(String client, long beginMillis, long endMillis) {
        transactions.add(new Transaction(client, beginMillis * MILLI, endMillis * MILLI));
    }
}
