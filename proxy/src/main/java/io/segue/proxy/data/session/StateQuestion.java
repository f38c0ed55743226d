package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Target;
import io.segue.protocol.sql.SqlLexer;
import io.segue.protocol.sql.SqlToken;
import io.segue.protocol.sql.StringSyntax;
import io.segue.protocol.sql.TokenKind;
import io.segue.proxy.data.session.SessionState.Assignment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a server what a session carries with it, on the session's own link and in its own name.
 *
 * <p>A named statement is used and closed again, so that the client's unnamed one survives. Everything is schema-qualified: the session's
 * search_path is its own affair.
 */
final class StateQuestion {

    /** How many ReadyForQuery the answer has. */
    static final int PARTS = 1;

    /** What a line is about, a name, a value. */
    private static final int COLUMNS = 3;

    private static final String STATEMENT = "segue_session_state";

    private static final String SQL = """
            SELECT 'setting', s.name, s.setting FROM pg_catalog.pg_settings s
             WHERE s.source OPERATOR(pg_catalog.=) 'session'
               AND s.name OPERATOR(pg_catalog.<>) ALL ('{transaction_isolation,transaction_read_only,transaction_deferrable,seed}'::text[])
            UNION ALL
            SELECT 'setting', p.name, pg_catalog.current_setting(p.name, true) FROM pg_catalog.unnest($1::text[]) AS p(name)
            UNION ALL
            SELECT 'setting', 'session_authorization', session_user::text
            UNION ALL
            SELECT 'setting', 'role', pg_catalog.current_setting('role')
            UNION ALL
            SELECT 'statement', p.name, CASE WHEN p.from_sql THEN p.statement END FROM pg_catalog.pg_prepared_statements p
            UNION ALL
            SELECT 'unmovable', 'it has a temporary table, view or sequence', NULL
             WHERE pg_catalog.pg_my_temp_schema() OPERATOR(pg_catalog.<>) 0
               AND EXISTS (SELECT FROM pg_catalog.pg_class c
                            WHERE c.relnamespace OPERATOR(pg_catalog.=) pg_catalog.pg_my_temp_schema())
            UNION ALL
            SELECT 'unmovable', 'it holds an advisory lock', NULL
             WHERE EXISTS (SELECT FROM pg_catalog.pg_locks l
                            WHERE l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()
                              AND l.locktype OPERATOR(pg_catalog.=) 'advisory')
            UNION ALL
            SELECT 'unmovable', 'it has a cursor WITH HOLD', NULL
             WHERE EXISTS (SELECT FROM pg_catalog.pg_cursors c WHERE c.is_holdable)
            UNION ALL
            SELECT 'channel', c, NULL FROM pg_catalog.pg_listening_channels() AS c
            """;

    private StateQuestion() {}

    /** @param placeholders names of settings that the server does not list by itself */
    static void encode(ByteBuf out, Collection<String> placeholders) {
        new Parse(STATEMENT, SQL, List.of()).encode(out);
        new Bind("", STATEMENT, List.of(), List.of(arrayLiteral(placeholders).getBytes(UTF_8)), List.of()).encode(out);
        new Execute("", 0).encode(out);
        new Close(Target.STATEMENT, STATEMENT).encode(out);
        new Sync().encode(out);
    }

    /** Whether these can be the answer. A server that is PostgreSQL's only by its protocol may ignore what it does not understand. */
    static boolean isAnsweredBy(List<DataRow> rows) {
        return rows.stream().allMatch(row -> row.values().size() == COLUMNS);
    }

    /**
     * @param rows as {@link #isAnsweredBy} wants them
     * @param loginRole who the session logged in as: only another authorization has to be set
     */
    static SessionState decode(List<DataRow> rows, String loginRole) {
        List<Assignment> settings = new ArrayList<>();
        List<byte[]> sqlStatements = new ArrayList<>();
        Set<String> statementNames = new LinkedHashSet<>();
        List<byte[]> channels = new ArrayList<>();
        Optional<String> unmovable = Optional.empty();
        for (DataRow row : rows) {
            byte[] name = row.values().get(1);
            byte[] value = row.values().get(2);
            switch (ascii(row.values().getFirst())) {
                case "setting" -> {
                    if (value != null && !isLoginRole(name, value, loginRole)) {
                        settings.add(new Assignment(name, value));
                    }
                }
                case "statement" -> {
                    statementNames.add(ascii(name));
                    if (value != null && isOneStatement(value)) {
                        sqlStatements.add(value);
                    } else if (value != null) {
                        unmovable = unmovable.or(() -> Optional.of("it has a prepared statement that came in a query with others"));
                    }
                }
                case "channel" -> channels.add(name);
                default -> unmovable = unmovable.or(() -> Optional.of(ascii(name)));
            }
        }
        return new SessionState(ordered(settings), sqlStatements, statementNames, channels, unmovable);
    }

    /**
     * The encoding first, because the other values are in it; who one is last, because one who has given up a role's rights may no longer
     * set what the role could.
     */
    private static List<Assignment> ordered(List<Assignment> settings) {
        List<Assignment> ordered = new ArrayList<>(settings);
        ordered.sort((a, b) -> Integer.compare(rank(ascii(a.name())), rank(ascii(b.name()))));
        return ordered;
    }

    private static int rank(String name) {
        return switch (name) {
            case "client_encoding" -> 0;
            case "session_authorization" -> 2;
            case "role" -> 3;
            default -> 1;
        };
    }

    /** The server remembers the whole query that a PREPARE was part of (prepare.c, PrepareQuery): the rest must not be run again. */
    private static boolean isOneStatement(byte[] query) {
        SqlLexer lexer = new SqlLexer(query, StringSyntax.STANDARD_CONFORMING);
        boolean ended = false;
        while (lexer.hasNext()) {
            SqlToken token = lexer.next();
            if (token.kind() == TokenKind.SEMICOLON) {
                ended = true;
            } else if (ended && token.kind().isSignificant()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLoginRole(byte[] name, byte[] value, String loginRole) {
        return ascii(name).equals("session_authorization") && new String(value, UTF_8).equals(loginRole);
    }

    private static String ascii(byte[] text) {
        return new String(text, ISO_8859_1);
    }

    private static String arrayLiteral(Collection<String> names) {
        StringBuilder literal = new StringBuilder("{");
        for (String name : names) {
            literal.append(literal.length() > 1 ? "," : "")
                    .append('"')
                    .append(name.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return literal.append('}').toString();
    }
}
