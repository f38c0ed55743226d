package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeConfig;
import io.segue.proxy.config.SegueConfig.OwnRole;

/**
 * Where a standby has the password of Segue's role from: a password file of libpq (manual, 34.16) in its data directory, which is the
 * working directory of its walreceiver. In {@code primary_conninfo} itself it would be written to the server's log at the first reload
 * (PostgreSQL guc-file.l: {@code parameter "primary_conninfo" changed to ...}), and to Segue's own journal.
 */
final class PasswordFile {

    /** Relative to the data directory. */
    static final String NAME = "segue.passfile";

    private final NodeConfig node;
    private final OwnRole role;
    private final NodeShell shell;
    private final NodeLimits limits;

    PasswordFile(NodeConfig node, OwnRole role, NodeShell shell, NodeLimits limits) {
        this.node = node;
        this.role = role;
        this.shell = shell;
        this.limits = limits;
    }

    /** Writes it anew, readable for its owner only: libpq ignores one that others may read. */
    void write() throws NodeException {
        if (role.password().isEmpty()) {
            return;
        }
        String line = "*:*:*:" + escaped(role.name()) + ":" + escaped(role.password().reveal()) + "\n";
        shell.require(
                new ShellCommand(
                        "write the password file",
                        StandbyFence.SYNC
                                + "cd " + Quoting.shell(node.dataDirectory()) + " && umask 077 && rm -f " + NAME + ".new && cat > " + NAME
                                + ".new && mv -f " + NAME + ".new " + NAME + " && segue_sync " + NAME + " .",
                        line),
                limits.call());
    }

    private static String escaped(String field) {
        return field.replace("\\", "\\\\").replace(":", "\\:");
    }
}
