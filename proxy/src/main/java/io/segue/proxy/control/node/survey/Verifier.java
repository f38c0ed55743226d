package io.segue.proxy.control.node.survey;

import io.segue.proxy.control.node.NodeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks into a node's data. Each question has a connection of its own, blocks, and has its limit. */
public interface Verifier {

    /**
     * A table of users with rows of its own.
     *
     * @param database and {@code name}, qualified and quoted where it must be
     * @param blocks of its main fork, 8 kB each by default
     */
    record Table(String database, String name, long blocks) {

        @Override
        public String toString() {
            return database + "." + name;
        }
    }

    /** The rows between two blocks, as far as a query sees them: how many, and the sum of their hashes. */
    record Digest(long rows, String sum) {}

    /** The answer to {@code sql}, run read-only, as {@code psql -At} prints it. */
    String probe(String database, String sql, Duration limit) throws NodeException;

    List<String> databases() throws NodeException;

    /** Permanent tables that are no part of the server's catalog, by name. */
    List<Table> tables(String database) throws NodeException;

    /** Of the rows in blocks {@code from} (inclusive) to {@code to} (exclusive). */
    Digest digest(Table table, long from, long to, Duration limit) throws NodeException;

    /** Whether the extension amcheck is installed in {@code database}. */
    boolean hasAmcheck(String database) throws NodeException;

    /** The first damage that amcheck finds in a table or one of its B-tree indexes, as it says it. */
    Optional<String> damage(Table table, Duration limit) throws NodeException;

    /**
     * Tables whose cumulative statistics say that they were never analysed, as all do after a promotion.
     *
     * @return empty where the role may not analyse it is found out by {@link #analyze}
     */
    List<Table> neverAnalyzed(String database) throws NodeException;

    /** @return false when Segue's role may not */
    boolean analyze(Table table, Duration limit) throws NodeException;
}
