package io.segue.protocol.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Decides on one statement by its first word, and then by every word in it. */
final class StatementKind {

    /** What no query has that only reads. Columns may be called so as well; their readers are taken for writers. */
    private static final List<String> WRITING = List.of("insert", "update", "delete", "merge", "into");

    private static final Set<String> LOCK_STRENGTHS = Set.of("update", "no", "share", "key");

    /** Settings that say what the server is, not what the session wants: a standby answers otherwise than its primary. */
    private static final Set<String> OF_THE_SERVER = Set.of("all", "transaction_read_only", "in_hot_standby");

    private final SqlStatement statement;

    StatementKind(SqlStatement statement) {
        this.statement = statement;
    }

    QueryKind decide() {
        if (!statement.isPresent(0)) {
            return new QueryKind.Read(Mentions.NOTHING);
        }
        String first = statement.isKind(0, TokenKind.IDENTIFIER) ? statement.name(0).orElse("") : "";
        return switch (first) {
            case "begin" -> begin(1);
            case "start" -> statement.isWord(1, "transaction") ? begin(1) : new QueryKind.Unproved();
            case "show" -> show();
            case "explain" -> explain();
            case "copy" -> copy();
            default -> isQuery(0) ? read(0) : new QueryKind.Unproved();
        };
    }

    /** Whether a query begins at {@code i}: perhaps in parentheses. */
    private boolean isQuery(int i) {
        int first = i;
        while (statement.isSymbol(first, "(")) {
            first++;
        }
        return statement.isWord(first, "select") || statement.isWord(first, "values") || statement.isWord(first, "table")
                || statement.isWord(first, "with");
    }

    /** @param from where the query begins; what stands before it has been looked at */
    private QueryKind read(int from) {
        for (int i = from; statement.isPresent(i); i++) {
            if (isWriting(i)) {
                return new QueryKind.Unproved();
            }
        }
        return new MentionFinder(statement).find(from).<QueryKind>map(QueryKind.Read::new).orElseGet(QueryKind.Unproved::new);
    }

    private boolean isWriting(int i) {
        if (!statement.isKind(i, TokenKind.IDENTIFIER)) {
            return false;
        }
        String word = statement.name(i).orElse("");
        return WRITING.contains(word)
                || word.equals("for") && statement.name(i + 1).filter(LOCK_STRENGTHS::contains).isPresent()
                || word.equals("current_setting") && isAboutServer(i)
                || word.equals("analyze")
                || word.equals("analyse");
    }

    /** Only a setting that is named by a literal can be told from those of the server. */
    private boolean isAboutServer(int call) {
        Optional<String> setting = statement.isSymbol(call + 1, "(") ? statement.string(call + 2) : Optional.empty();
        boolean isWhole = statement.isSymbol(call + 3, ")") || statement.isSymbol(call + 3, ",");
        return !isWhole || setting.map(name -> OF_THE_SERVER.contains(name.toLowerCase(Locale.ROOT))).orElse(true);
    }

    private QueryKind show() {
        for (int i = 1; statement.isPresent(i); i++) {
            Optional<String> name = statement.name(i);
            boolean isPart = name.isPresent() || statement.isSymbol(i, ".");
            if (!isPart || name.filter(it -> OF_THE_SERVER.contains(it.toLowerCase(Locale.ROOT))).isPresent()) {
                return new QueryKind.Unproved();
            }
        }
        return statement.isPresent(1) ? new QueryKind.Read(Mentions.NOTHING) : new QueryKind.Unproved();
    }

    /** Without ANALYZE, which {@link #isWriting} looks for everywhere. */
    private QueryKind explain() {
        int query = statement.isWord(1, "verbose") ? 2 : 1;
        if (statement.isSymbol(1, "(") && !isQuery(1)) {
            query = closing(1) + 1;
        }
        return areOptions(1, query) && isQuery(query) ? read(query) : new QueryKind.Unproved();
    }

    /** What stands beside a query and does nothing; in options that a server takes there is no call, nor a word that writes. */
    private boolean areOptions(int from, int end) {
        for (int i = from; i < end; i++) {
            if (isWriting(i) || statement.isCallOf(StatementEffects.SET_CONFIG, i)) {
                return false;
            }
        }
        return true;
    }

    /** {@code COPY (query) TO STDOUT ...} and {@code COPY table [(columns)] TO STDOUT ...}. */
    private QueryKind copy() {
        if (statement.isSymbol(1, "(")) {
            int end = closing(1);
            return isQuery(1) && isToStdout(end + 1) ? new StatementKind(statement.part(1, end + 1)).read(0) : new QueryKind.Unproved();
        }
        int table = 1;
        while (statement.isName(table) && statement.isSymbol(table + 1, ".")) {
            table += 2;
        }
        int end = statement.isSymbol(table + 1, "(") ? closing(table + 1) : table;
        boolean isCopy = statement.isName(table) && isToStdout(end + 1);
        return isCopy ? new StatementKind(statement.part(1, table + 1)).read(0) : new QueryKind.Unproved();
    }

    private boolean isToStdout(int i) {
        return statement.isWord(i, "to") && statement.isWord(i + 1, "stdout") && areOptions(i + 2, statement.tokens().size());
    }

    /** The parenthesis that closes the one at {@code open}; the last token when there is none. */
    private int closing(int open) {
        int depth = 0;
        int i = open;
        while (statement.isPresent(i)) {
            depth += statement.isSymbol(i, "(") ? 1 : statement.isSymbol(i, ")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
            i++;
        }
        return i - 1;
    }

    /** {@code [WORK | TRANSACTION] mode [,] mode ...}. */
    private QueryKind begin(int afterVerb) {
        int i = statement.isWord(afterVerb, "work") || statement.isWord(afterVerb, "transaction") ? afterVerb + 1 : afterVerb;
        boolean readOnly = false;
        while (statement.isPresent(i)) {
            int width = modeWidth(i);
            if (width == 0) {
                return new QueryKind.Unproved();
            }
            readOnly |= statement.isWords(i, "read", "only");
            i += width;
        }
        return readOnly ? new QueryKind.BeginReadOnly() : new QueryKind.Unproved();
    }

    /** How many tokens the mode at {@code i} has, with the comma behind it; 0 when it is none that a standby offers to a reader. */
    private int modeWidth(int i) {
        int width = 0;
        if (statement.isWords(i, "isolation", "level", "read", "committed")
                || statement.isWords(i, "isolation", "level", "read", "uncommitted")
                || statement.isWords(i, "isolation", "level", "repeatable", "read")) {
            width = 4;
        } else if (statement.isWords(i, "read", "only") || statement.isWords(i, "not", "deferrable")) {
            width = 2;
        } else if (statement.isWord(i, "deferrable")) {
            width = 1;
        }
        return width > 0 && statement.isSymbol(i + width, ",") ? width + 1 : width;
    }
}
