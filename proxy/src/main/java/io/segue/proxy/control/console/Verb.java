package io.segue.proxy.control.console;

/** The console's own commands, in the order in which they are explained. Those that only please drivers are not among them. */
enum Verb {
    SHOW("SHOW topic", "shows a table"),
    PREPARE("PREPARE shard TO node", "makes node ready to take shard: copies it there and keeps it in step"),
    PRECHECK("PRECHECK shard [ALLOW check, ...]", "says what stands in the way of a shard's next command; changes nothing"),
    CUTOVER(
            "CUTOVER shard [ALLOW check, ...] [POSTPONE] [DRY RUN]",
            "moves the traffic of a prepared shard; ALLOW passes over a finding of that name, POSTPONE"
                    + " gets everything ready and waits for GO, DRY RUN only says what would be done"),
    SWITCHBACK("SWITCHBACK shard [ALLOW check, ...] [POSTPONE] [DRY RUN]", "moves the traffic back, the same way"),
    GO("GO shard", "lets a postponed move begin its hold"),
    CLEANUP("CLEANUP shard", "ends a migration for good and removes what it left on the nodes"),
    ABORT("ABORT shard", "undoes a move that has not passed its point of no return"),
    VERIFY(
            "VERIFY shard [TABLES ALL | TABLES 'database.schema.table', ...] [AMCHECK] [ANALYZE]",
            "asks the probes; compares rows between the nodes, looks for damage, analyses what never was, as told"),
    PAUSE("PAUSE shard [TIMEOUT '2s']", "makes what starts wait, returns when nothing runs; ends by itself"),
    RESUME("RESUME shard", "ends a pause at once; the hold of a move is ended by ABORT"),
    KILL_CLIENT("KILL_CLIENT id", "ends a client's session and what runs in it; id is that of SHOW CLIENTS"),
    TRANSCRIPT(
            "TRANSCRIPT ON FOR DATABASE name | USER name | CLIENT id [FOR '5min'] [LIMIT n LINES] [WITHOUT VALUES], TRANSCRIPT OFF",
            "writes conversations down, a line per message and no secrets; ends by itself, or all with OFF");

    private final String syntax;
    private final String description;

    Verb(String syntax, String description) {
        this.syntax = syntax;
        this.description = description;
    }

    String syntax() {
        return syntax;
    }

    String description() {
        return description;
    }
}
