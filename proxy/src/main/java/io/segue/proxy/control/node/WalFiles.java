package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeConfig;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the files in a node's {@code pg_wal} say about the end of one timeline and the beginning of the next. */
final class WalFiles {

    /** A line of a timeline's history: the timeline before, where it was left, why (PostgreSQL timeline.c). */
    private static final Pattern SWITCH = Pattern.compile("^\\s*(\\d+)\\s+([0-9A-Fa-f]+/[0-9A-Fa-f]+)\\b.*$", Pattern.MULTILINE);

    /** What pg_waldump says when it has read the last record, such as {@code invalid record length at 0/3000148: wanted 24, got 0}. */
    private static final Pattern END = Pattern.compile("error in WAL record at [^:]+: .* at ([0-9A-Fa-f]+/[0-9A-Fa-f]+)");

    private final NodeConfig node;
    private final NodeShell shell;
    private final NodeLimits limits;

    WalFiles(NodeConfig node, NodeShell shell, NodeLimits limits) {
        this.node = node;
        this.shell = shell;
        this.limits = limits;
    }

    Optional<Lsn> forkPoint(int timeline) throws NodeException {
        String file = Quoting.shell(node.dataDirectory() + "/pg_wal/%08X.history".formatted(timeline));
        ShellCommand command = new ShellCommand("read the timeline's history", "[ ! -e " + file + " ] || cat " + file);
        return lastSwitch(shell.require(command, limits.call()));
    }

    /** Empty of a text that is no history. */
    static Optional<Lsn> lastSwitch(String history) {
        return SWITCH.matcher(history).results().reduce((_, last) -> last).map(it -> Lsn.parse(it.group(2)));
    }

    Optional<Lsn> endOfWal(int timeline, Lsn from) throws NodeException {
        String script = "LC_ALL=C " + Quoting.shell(node.binaries() + "/pg_waldump") + " -q -p "
                + Quoting.shell(node.dataDirectory() + "/pg_wal") + " -t " + timeline + " -s " + Quoting.shell(from.toString())
                + " 2>&1 || :";
        return end(shell.require(new ShellCommand("look for the end of its WAL", script), limits.call()));
    }

    /** Empty when it did not come to the end, or says it in words that are not known. */
    static Optional<Lsn> end(String dump) {
        return END.matcher(dump).results().reduce((_, last) -> last).map((MatchResult it) -> Lsn.parse(it.group(1)));
    }
}
