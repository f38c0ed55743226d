package io.segue.proxy.data.console;

import java.util.List;
import java.util.Map;

/** What stands behind the virtual database. Implemented by control. */
public interface Console {

    /** What a client is told at the login, as by a server: settings by name, {@code server_version} among them. Must not block. */
    Map<String, String> parameters();

    /**
     * The statements of a query text, in order; none when the text is empty. Nothing is carried out yet, so that a mistake in the last
     * one keeps the first one from running. Called on the event loop; must not block.
     *
     * @throws ConsoleException 42601, with the nearest command that exists
     */
    List<Statement> parse(String text) throws ConsoleException;

    /** One statement, understood and not carried out. May be executed any number of times. */
    interface Statement {

        /** The columns of its rows; empty for a command without rows. Must not block. */
        List<Column> columns();

        /** What it does to the transaction block that drivers believe in. */
        TransactionControl transactionControl();

        /**
         * Carries it out. Called on a virtual thread, one statement of a client at a time; may block. Interrupted on a cancel request and
         * when the client is gone: {@link Client#connected()} tells which.
         *
         * @throws ConsoleException what the client is told as an ErrorResponse
         */
        Result execute(Client client) throws ConsoleException, InterruptedException;
    }

    /** The console has no transactions, commands take effect at once; but drivers send BEGIN and COMMIT and look at the status. */
    enum TransactionControl {
        NONE,
        BEGIN,
        /** Back to a savepoint: a block that failed goes on. */
        CONTINUE,
        END
    }

    /** Who asked. Safe from any thread. */
    interface Client {

        /** The admin role. */
        String user();

        /** Where the client comes from: {@code 10.0.0.7:51324}, or {@code [local]}. */
        String address();

        /**
         * Tells progress: becomes a NoticeResponse at once. Dropped when the statement has ended or the client does not read.
         *
         * @param severity NOTICE or WARNING
         */
        void notice(String severity, String message);

        /** Whether the client is still there. */
        boolean connected();
    }

    /**
     * Rows and a command tag.
     *
     * @param rows as text in the order of the columns, null for NULL
     * @param tag as in CommandComplete; {@code SHOW} for the SHOW commands
     */
    record Result(List<List<String>> rows, String tag) {}

    /** A column and its type, so that JDBC's getLong and getTimestamp work. */
    record Column(String name, Type type) {

        /**
         * The few types the console has, with their OIDs and sizes of pg_type.dat. Texts are what PostgreSQL would print: {@code t} and
         * {@code f}, {@code 2026-01-31 10:20:30.123456+00}.
         */
        public enum Type {
            TEXT(25, -1),
            BIGINT(20, 8),
            DOUBLE(701, 8),
            BOOLEAN(16, 1),
            TIMESTAMPTZ(1184, 8);

            private final int oid;
            private final short size;

            Type(int oid, int size) {
                this.oid = oid;
                this.size = (short) size;
            }

            public int oid() {
                return oid;
            }

            /** In bytes; -1 when it varies. */
            public short size() {
                return size;
            }
        }
    }
}
