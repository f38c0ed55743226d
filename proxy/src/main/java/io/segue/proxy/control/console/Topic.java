package io.segue.proxy.control.console;

/** What SHOW shows. */
enum Topic {
    SHARDS("where each shard is, and what its gate does"),
    NODES("what each node says of itself at this moment"),
    CLIENTS("client sessions"),
    SOCKETS("connections of clients and to servers, in PgBouncer's columns"),
    SESSIONS("whether each session can be moved, or why not, and what it would have to take along"),
    HBA("the rules by which clients log in, in the order in which they are looked at"),
    MIGRATIONS("the last migration of each shard, newest first"),
    STEPS("how long each step of a shard's last or present move took: SHOW STEPS [shard]"),
    REPORTS("what came of the commands so far, newest first; SHOW REPORT [id|shard] [JSON] shows one, or the last"),
    HOLDS("shards whose traffic waits at this moment"),
    TRANSCRIPTS("transcripts that are being taken, and where they are written"),
    LIMITS("every limit on what may come in, and how near it is"),
    STATS("what has passed, by database, in PgBouncer's columns"),
    STATS_TOTALS("the same, in the columns of PgBouncer's STATS_TOTALS"),
    POOLS("sessions by database and role, in PgBouncer's columns"),
    DATABASES("databases and where they are, in PgBouncer's columns"),
    LISTS("how many of what there are, in PgBouncer's columns"),
    MEM("memory in bytes, in PgBouncer's columns"),
    VERSION("the version of Segue"),
    CONFIG("settings, their defaults, and whether they can change while the proxy runs"),
    HELP("this list");

    private final String description;

    Topic(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }
}
