package io.segue.protocol.sql;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what a query mentions. What is followed by a parenthesis is a call unless the grammar forbids it (gram.y): too many are found
 * rather than too few, and one too many is a name that no function has. What {@link StatementEffects} takes for a call of set_config is
 * one here as well, wherever it stands: no effect that a session's memory notes is taken for a plain read.
 */
final class MentionFinder {

    /** The server cuts longer names, and folds what is not ASCII by its own encoding: such names are not compared. */
    private static final int MAX_NAME_BYTES = 63;

    /** Key words that no function can be called by without quotes: the reserved ones and those for columns only (kwlist.h). */
    private static final Set<String> NO_FUNCTIONS = Set.of(
            "all", "and", "any", "array", "as", "asymmetric", "between", "bigint", "bit", "boolean", "case", "cast", "char", "character", "coalesce",
            "current_time", "current_timestamp", "dec", "decimal", "distinct", "else", "except", "exists", "extract", "false", "float", "from",
            "greatest", "group", "grouping", "having", "in", "int", "integer", "intersect", "interval", "lateral", "least", "limit", "localtime",
            "localtimestamp", "national", "nchar", "normalize", "not", "null", "nullif", "numeric", "offset", "on", "only", "or", "order", "overlay",
            "position", "precision", "real", "row", "select", "smallint", "some", "substring", "symmetric", "table", "then", "time", "timestamp",
            "to", "treat", "trim", "true", "union", "using", "values", "varchar", "variadic", "when", "where", "window", "with", "xmlattributes",
            "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable");

    private final SqlStatement statement;
    private final Set<String> calls = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> operators = new HashSet<>();

    MentionFinder(SqlStatement statement) {
        this.statement = statement;
    }

    /** Empty when there is a name that cannot be read or compared. */
    Optional<Mentions> find(int from) {
        boolean maybeBehindParenthesis = hasCallBehindParenthesis(from);
        for (int i = from; statement.isPresent(i); i++) {
            if (statement.isKind(i, TokenKind.OPERATOR)) {
                operators.add(statement.text(i));
            } else if (statement.isName(i)) {
                Optional<String> name = statement.name(i).filter(MentionFinder::isComparable);
                if (name.isEmpty()) {
                    return Optional.empty();
                }
                names.add(name.get());
                if (statement.isCallOf(StatementEffects.SET_CONFIG, i) || statement.isSymbol(i + 1, "(") && isCall(i, maybeBehindParenthesis)) {
                    calls.add(name.get());
                }
            }
        }
        return Optional.of(new Mentions(calls, names, operators));
    }

    private boolean isCall(int i, boolean maybeBehindParenthesis) {
        int first = firstOfDotted(i);
        boolean isWord = first == i && statement.isKind(i, TokenKind.IDENTIFIER);
        return !(isWord && NO_FUNCTIONS.contains(statement.name(i).orElse("")))
                && !(isWord && isConstruct(i, maybeBehindParenthesis))
                && !isSubquery(i + 1)
                && !isTypeOrAlias(first, maybeBehindParenthesis);
    }

    /** Words that functions may have for names, where the words around them leave no room for a call. */
    private boolean isConstruct(int i, boolean maybeBehindParenthesis) {
        return switch (statement.name(i).orElse("")) {
            case "over", "filter" -> statement.isSymbol(i - 1, ")") && !maybeBehindParenthesis;
            case "by" -> statement.isWord(i - 1, "group") || statement.isWord(i - 1, "order") || statement.isWord(i - 1, "partition");
            case "cube", "rollup" -> statement.isWords(i - 2, "group", "by");
            case "sets" -> statement.isWord(i - 1, "grouping");
            case "varying" -> statement.isWord(i - 1, "character") || statement.isWord(i - 1, "char") || statement.isWord(i - 1, "bit");
            case "operator" -> isOperatorInParentheses(i + 1);
            default -> false;
        };
    }

    private boolean isOperatorInParentheses(int open) {
        int i = open + 1;
        while (statement.isName(i) && statement.isSymbol(i + 1, ".")) {
            i += 2;
        }
        return statement.isKind(i, TokenKind.OPERATOR) && statement.isSymbol(i + 1, ")");
    }

    /** An argument does not begin like that. */
    private boolean isSubquery(int open) {
        int i = open + 1;
        return statement.isWord(i, "select") || statement.isWord(i, "with") || statement.isWord(i, "table")
                || statement.isWord(i, "values") && statement.isSymbol(i + 1, "(");
    }

    /**
     * {@code ::numeric(10,2)}, {@code AS t(a)}, {@code WITH t(a)}, {@code (VALUES (1)) t(a)}.
     */
    private boolean isTypeOrAlias(int first, boolean maybeBehindParenthesis) {
        int before = first - 1;
        return statement.isKind(before, TokenKind.TYPECAST)
                || statement.isWord(before, "as")
                || statement.isWord(before, "with")
                || statement.isWord(before, "recursive") && statement.isWord(before - 1, "with")
                || statement.isSymbol(before, ")") && !maybeBehindParenthesis;
    }

    /** Behind a parenthesis a call can only stand in {@code DISTINCT ON (...) f(x)} and {@code a OPERATOR(+) f(x)}. */
    private boolean hasCallBehindParenthesis(int from) {
        for (int i = from; statement.isPresent(i); i++) {
            if (statement.isWords(i, "distinct", "on") || statement.isCallOf("operator", i)) {
                return true;
            }
        }
        return false;
    }

    private int firstOfDotted(int last) {
        int first = last;
        while (first >= 2 && statement.isSymbol(first - 1, ".") && statement.isName(first - 2)) {
            first -= 2;
        }
        return first;
    }

    private static boolean isComparable(String name) {
        return name.length() <= MAX_NAME_BYTES && name.chars().allMatch(c -> c < 0x80);
    }
}
