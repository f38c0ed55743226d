package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * A cluster's control file, read by {@code pg_controldata} on the node's machine: the only account of a server that is down, and of the
 * end of one that is shutting down.
 */
final class ControlFile {

    /** Said when the file is read while the server writes it (PostgreSQL pg_controldata.c); it is right the next time. */
    private static final String TORN = "CRC checksum does not match";

    private static final int TRIES = 5;

    private final NodeConfig node;
    private final NodeShell shell;
    private final NodeLimits limits;
    private final ShellCommand command;

    ControlFile(NodeConfig node, NodeShell shell, NodeLimits limits) {
        this.node = node;
        this.shell = shell;
        this.limits = limits;
        this.command = new ShellCommand(
                "read the control file",
                "LC_ALL=C " + Quoting.shell(node.binaries() + "/pg_controldata") + " -D " + Quoting.shell(node.dataDirectory()));
    }

    ControlData read() throws NodeException {
        return read(limits.instant());
    }

    /** @param limit for each answer */
    ControlData read(Duration limit) throws NodeException {
        String report = shell.require(command, limit);
        for (int i = 1; i < TRIES && report.contains(TORN); i++) {
            report = shell.require(command, limit);
        }
        return parse(report)
                .orElseThrow(() -> NodeException.of(
                        node.name(),
                        command.purpose(),
                        "pg_controldata gave no valid report",
                        "Check that the node's binaries are of the version of its server, and try it by hand: " + command));
    }

    /** Empty when it is no report of a sound control file. */
    static Optional<ControlData> parse(String report) {
        if (report.contains(TORN)) {
            return Optional.empty();
        }
        try {
            return value(report, "Database cluster state")
                    .flatMap(state -> value(report, "Latest checkpoint location")
                            .flatMap(checkpoint -> value(report, "Latest checkpoint's TimeLineID")
                                    .flatMap(timeline -> value(report, "Database system identifier")
                                            .map(identifier -> new ControlData(
                                                    state, Lsn.parse(checkpoint), Integer.parseInt(timeline), identifier)))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> value(String report, String label) {
        return report.lines()
                .filter(line -> line.startsWith(label + ":"))
                .map(line -> line.substring(label.length() + 1).strip())
                .findFirst();
    }
}
