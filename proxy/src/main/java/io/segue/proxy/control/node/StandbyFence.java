package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeConfig;
import java.util.UUID;

/**
 * The durable fence: with {@code standby.signal} in its data directory a server starts as a standby, whoever starts it (PostgreSQL
 * xlogrecovery.c, readRecoverySignalFile). A running server does not look at it. On the disk before we say so: the file and the
 * directory that names it.
 *
 * <p>Each fence has a word of its own in that file, which no server reads. A removal whose answer did not come may reach the machine late, when
 * the fence of the next move stands there: it removes only the one that it was meant for.
 */
final class StandbyFence {

    /** coreutils and busybox sync the files that are named; an older {@code sync} syncs all there is, or refuses the names. */
    static final String SYNC = "segue_sync() { sync \"$@\" 2>/dev/null || sync; }\n";

    /** The first line of the file; nothing when it is empty, or not there. */
    private static final String READ_WORD =
            """
            word=
            [ ! -e "$dir/standby.signal" ] || IFS= read -r word < "$dir/standby.signal" || :
            """;

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

    /** On a full disk the file stays empty, and is a fence all the same. */
    void raise() throws NodeException {
        shell.require(
                command(
                        "fence it with standby.signal",
                        "[ -f \"$dir/PG_VERSION\" ] || { echo \"no cluster in $dir\" >&2; exit 1; }\n"
                                + ": >> \"$dir/standby.signal\" || exit 1\n"
                                + "echo " + UUID.randomUUID() + " > \"$dir/standby.signal\" || :\n"
                                + "segue_sync \"$dir/standby.signal\" \"$dir\""),
                limits.call());
    }

    void lower() throws NodeException {
        String found = shell.require(command("read standby.signal", READ_WORD + "printf '%s' \"$word\""), limits.call());
        shell.require(
                command(
                        "remove standby.signal",
                        READ_WORD + "[ \"$word\" = " + Quoting.shell(found) + " ] || { echo \"another fence was raised meanwhile\" >&2; exit 1; }\n"
                                + "rm -f \"$dir/standby.signal\" && segue_sync \"$dir\""),
                limits.call());
    }

    private ShellCommand command(String purpose, String script) {
        return new ShellCommand(purpose, SYNC + "dir=" + Quoting.shell(node.dataDirectory()) + "\n" + script);
    }
}
