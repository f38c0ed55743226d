package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeConfig;

/**
 * The durable fence: with {@code standby.signal} in its data directory a server starts as a standby, whoever starts it (PostgreSQL
 * xlogrecovery.c, readRecoverySignalFile). A running server does not look at it. On the disk before we say so: the file and the
 * directory that names it.
 */
final class StandbyFence {

    /** coreutils and busybox sync the files that are named; an older {@code sync} syncs all there is, or refuses the names. */
    static final String SYNC = "segue_sync() { sync \"$@\" 2>/dev/null || sync; }\n";

    private final NodeConfig node;
    private final NodeShell shell;
    private final NodeLimits limits;

    StandbyFence(NodeConfig node, NodeShell shell, NodeLimits limits) {
        this.node = node;
        this.shell = shell;
        this.limits = limits;
    }

    boolean raised() throws NodeException {
        String answer = shell.require(
                command(
                        "look for standby.signal",
                        "if [ -e \"$dir/standby.signal\" ]; then echo fenced; elif [ -x \"$dir\" ]; then echo open; else exit 1; fi"),
                limits.call());
        return answer.strip().equals("fenced");
    }

    void raise() throws NodeException {
        shell.require(
                command(
                        "fence it with standby.signal",
                        "[ -f \"$dir/PG_VERSION\" ] || { echo \"no cluster in $dir\" >&2; exit 1; }\n"
                                + ": >> \"$dir/standby.signal\" && segue_sync \"$dir/standby.signal\" \"$dir\""),
                limits.call());
    }

    void lower() throws NodeException {
        shell.require(
                command("remove standby.signal", "rm -f \"$dir/standby.signal\" && segue_sync \"$dir\""), limits.call());
    }

    private ShellCommand command(String purpose, String script) {
        return new ShellCommand(purpose, SYNC + "dir=" + Quoting.shell(node.dataDirectory()) + "\n" + script);
    }
}
