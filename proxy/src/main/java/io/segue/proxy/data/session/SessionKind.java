package io.segue.proxy.data.session;

import io.segue.protocol.message.StartupMessage;
/** What a connection is for, by the start-up parameter {@code replication}. */
enum SessionKind {
    /** SQL, as most are. */
    QUERIES("queries"),
    /** The server's WAL as it is; a connection to no database. */
    PHYSICAL_REPLICATION("physical replication"),
    /** Changes decoded, and SQL in a database. */
    LOGICAL_REPLICATION("logical replication");

    private final String label;

    SessionKind(String label) {
        this.label = label;
    }

    static SessionKind of(StartupMessage startup) {
        return switch (startup.replication()) {
            case NONE -> QUERIES;
            case PHYSICAL -> PHYSICAL_REPLICATION;
            case LOGICAL -> LOGICAL_REPLICATION;
        };
    }

    /** For SHOW CLIENTS. */
    @Override
    public String toString() {
        return label;
    }
}
