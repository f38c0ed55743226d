package io.segue.proxy.gate;

import java.util.Collections;
import java.util.Set;

/**
 * What the names in the statements of one database stand for, as far as it matters to where a statement may run. Taken at one moment of a
 * move; immutable. A name counts for all schemas, because nobody knows the session's search_path.
 *
 * @param harmlessCalls functions that, whatever their arguments, write nothing and take no lock, and answer on a standby as on its primary
 * @param doubtfulNames relations that are more than rows: views over other functions, sequences, foreign and unlogged tables; and functions
 *     that can be called as {@code row.name}
 * @param doubtfulOperators operators with other functions behind them
 */
public record ReadCatalog(Set<String> harmlessCalls, Set<String> doubtfulNames, Set<String> doubtfulOperators) {

    public ReadCatalog {
        harmlessCalls = Set.copyOf(harmlessCalls);
        doubtfulNames = Set.copyOf(doubtfulNames);
        doubtfulOperators = Set.copyOf(doubtfulOperators);
    }

    /** Whether a query that mentions these only reads. */
    public boolean admits(Set<String> calls, Set<String> names, Set<String> operators) {
        return harmlessCalls.containsAll(calls)
                && Collections.disjoint(doubtfulNames, names)
                && Collections.disjoint(doubtfulOperators, operators);
    }

    @Override
    public String toString() {
        return harmlessCalls.size() + " harmless functions, " + doubtfulNames.size() + " doubtful names";
    }
}
