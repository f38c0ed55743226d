package io.segue.proxy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.route.Node;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What clients were told of each of their statements. Each is answered once. */
final class Books {

    /** The answer to a statement. */
    enum Answer {
        /** Committed. */
        DONE,
        /** 40001: certainly not executed. */
        REFUSED,
        /** 08007: the link was lost, and nobody knows. */
        UNKNOWN,
        /** 25006: it came to a server that only reads. Never to be told to a client. */
        READ_ONLY
    }

    private final Map<Long, Answer> answers = new HashMap<>();
    private final Map<Answer, Integer> counts = new EnumMap<>(Answer.class);
    private final Set<Long> open = new HashSet<>();
    private final List<AssertionError> broken = new ArrayList<>();
    private long lastRow;
    private long lastDone;
    private int troubles;

    long begin() {
        open.add(++lastRow);
        return lastRow;
    }

    void answered(long row, Answer answer) {
        assertThat(open.remove(row)).as("statement %d is answered once, now with %s after %s", row, answer, answers.get(row)).isTrue();
        answers.put(row, answer);
        counts.merge(answer, 1, Integer::sum);
        if (answer == Answer.DONE) {
            lastDone = row;
        } else {
            troubles++;
        }
        assertThat(answer).as("what a client is told of statement %d", row).isNotEqualTo(Answer.READ_ONLY);
    }

    /** The row that was acknowledged last; 0 before the first. */
    long lastDone() {
        return lastDone;
    }

    /** A client was told of an error that has to do with no row. */
    void trouble() {
        troubles++;
    }

    /** How often clients were told of errors. */
    int troubles() {
        return troubles;
    }

    /** A promise is broken, in a place where nobody else can be told. */
    void broken(AssertionError promise) {
        broken.add(promise);
    }

    void throwWhatWasBroken() {
        broken.stream().findFirst().ifPresent(Books::fail);
    }

    static void fail(AssertionError promise) {
        throw promise;
    }

    /** The proxy is gone, and with it the connections: nobody hears what became of these. */
    void cutOff() {
        open.clear();
    }

    int open() {
        return open.size();
    }

    int count(Answer answer) {
        return counts.getOrDefault(answer, 0);
    }

    /** Against what the one primary has. */
    void balance(World world) {
        Node primary = world.writer();
        Set<Long> rows = world.rows(primary);
        answers.forEach((row, answer) -> {
            switch (answer) {
                case DONE -> assertThat(rows.contains(row)).as("row %d, acknowledged, is on %s", row, primary).isTrue();
                case REFUSED -> assertThat(rows.contains(row)).as("row %d, told that it was not executed, is on %s", row, primary).isFalse();
                case UNKNOWN, READ_ONLY -> { }
            }
        });
    }

    @Override
    public String toString() {
        return counts + " of " + lastRow + ", in " + answers.hashCode();
    }
}
