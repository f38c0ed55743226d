package io.segue.protocol.sql;

import java.util.Set;

/**
 * The names in a statement that decide what it does, without their schemas: a catalog has to be asked what they stand for. They are as the
 * server has them, folded unless quoted.
 *
 * @param calls what is called like a function: {@code f} of {@code f(x)} and of {@code s.f(x)}
 * @param names every word and name, calls included: a table's, a view's, a column's, or that of a function called as {@code row.f}; key
 *     words as well
 * @param operators every operator that is written as one; LIKE, IN, BETWEEN and others are operators that are not
 */
public record Mentions(Set<String> calls, Set<String> names, Set<String> operators) {

    static final Mentions NOTHING = new Mentions(Set.of(), Set.of(), Set.of());

    public Mentions {
        calls = Set.copyOf(calls);
        names = Set.copyOf(names);
        operators = Set.copyOf(operators);
    }
}
