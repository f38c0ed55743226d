package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeConfig;

/**
 * A data directory fresh from a base backup, made fit for this node: it has the configuration of the node that it was copied from, or,
 * when the configuration is kept elsewhere, meets one that knows nothing of the copy.
 */
final class CopiedCluster {

    private final NodeConfig node;
    private final NodeShell shell;
    private final NodeLimits limits;

    CopiedCluster(NodeConfig node, NodeShell shell, NodeLimits limits) {
        this.node = node;
        this.shell = shell;
        this.limits = limits;
    }

    /** Its upstream, its port, and {@code standby.signal}; all of it synced. */
    void becomeStandby(String connectionInfo, String slot) throws NodeException {
        set("primary_conninfo", connectionInfo);
        set("primary_slot_name", slot);
        refuseForeignDirectory();
        if (!effective("port").equals(String.valueOf(node.port()))) {
            set("port", String.valueOf(node.port()));
        }
    }

    /** In place of what was copied, or what {@code pg_basebackup} wrote, which holds a password. A server writes one line for each. */
    private void set(String parameter, String value) throws NodeException {
        String script = "cd " + directory() + " && { grep -v '^ *" + parameter + " *=' postgresql.auto.conf; cat; } > segue.conf.new"
                + " && mv -f segue.conf.new postgresql.auto.conf && : >> standby.signal && rm -f log/segue.log"
                + " && segue_sync postgresql.auto.conf standby.signal .";
        shell.require(
                new ShellCommand(
                        "configure the copy",
                        StandbyFence.SYNC + script,
                        parameter + " = " + Quoting.configurationValue(value) + "\n"),
                limits.call());
    }

    /** A copied {@code data_directory} would make the server serve, and change, the directory of another one. */
    private void refuseForeignDirectory() throws NodeException {
        String purpose = "use its configuration";
        ShellCommand compare = new ShellCommand(
                purpose, "cd " + directory() + " && [ . -ef \"$(" + ask("data_directory") + ")\" ] && echo same || echo other");
        if (shell.require(compare, limits.call()).strip().equals("other")) {
            throw NodeException.of(
                    node.name(),
                    purpose,
                    "data_directory is " + effective("data_directory") + " there, and not " + node.dataDirectory(),
                    "Correct data_directory in its postgresql.conf, and start it as a standby: the copy is complete.");
        }
    }

    /** What a server started here would have for a parameter: the server's program itself is asked. */
    private String effective(String parameter) throws NodeException {
        return shell.require(new ShellCommand("read the copied configuration", ask(parameter)), limits.call())
                .strip();
    }

    private String ask(String parameter) {
        return Quoting.shell(node.binaries() + "/postgres") + " -D " + directory()
                + node.configFile().map(file -> " -c config_file=" + Quoting.shell(file)).orElse("")
                + " -C " + parameter;
    }

    private String directory() {
        return Quoting.shell(node.dataDirectory());
    }
}
