package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeConfig;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place of a node's data directory: what stands there, and how much room there is. */
final class DataFiles {

    /** What {@code pg_controldata} needs; a base backup copies pg_control last, so that a half copy has none. */
    private static final String LOOK =
            """
            if [ ! -e "$dir" ] && [ ! -L "$dir" ]; then echo absent
            elif [ ! -d "$dir" ]; then echo "other $dir"
            else
              first=$(ls -A "$dir") || exit 1
              if [ -z "$first" ]; then echo empty
              elif [ -f "$dir/PG_VERSION" ] && [ -f "$dir/global/pg_control" ]; then echo cluster
              else echo "other $(printf '%s\\n' "$first" | head -n 1)"
              fi
            fi
            """;

    /** The file system on which a directory will be that is not there yet. */
    private static final String FREE =
            """
            while [ ! -e "$dir" ] && [ "$dir" != / ] && [ "$dir" != . ]; do dir=$(dirname "$dir"); done
            LC_ALL=C df -Pk "$dir"
            """;

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)(?:\\.(\\d+))?");

    private final NodeConfig node;
    private final NodeShell shell;
    private final NodeLimits limits;
    private final ControlFile controlFile;

    DataFiles(NodeConfig node, NodeShell shell, NodeLimits limits, ControlFile controlFile) {
        this.node = node;
        this.shell = shell;
        this.limits = limits;
        this.controlFile = controlFile;
    }

    DataDirectory look() throws NodeException {
        String seen = shell.require(command("look into the data directory", LOOK), limits.call()).strip();
        return switch (seen) {
            case "absent" -> new DataDirectory.Absent();
            case "empty" -> new DataDirectory.Empty();
            case "cluster" -> new DataDirectory.Cluster(controlFile.read().systemIdentifier());
            default -> new DataDirectory.SomethingElse(seen.replaceFirst("^other ", ""));
        };
    }

    long freeBytes() throws NodeException {
        ShellCommand command = command("ask for free space", FREE);
        String table = shell.require(command, limits.call());
        try {
            return parseFreeBytes(table);
        } catch (IllegalArgumentException e) {
            throw new NodeException(
                    NodeException.sentence(node.name(), command.purpose(), "df printed: " + table.strip(), "Try df -Pk there."), e);
        }
    }

    /**
     * The portable format of {@code df -Pk}: file system, 1024-blocks, used, available, capacity, mounted on; names may hold blanks, so
     * that the columns are found by the percent sign (POSIX, df).
     */
    static long parseFreeBytes(String table) {
        String row = table.lines().skip(1).findFirst().orElseThrow(() -> new IllegalArgumentException("one line only"));
        String[] beforeCapacity = row.replaceFirst("\\s+(\\d+%|-)\\s.*$", "").split("\\s+");
        return Math.multiplyExact(Long.parseLong(beforeCapacity[beforeCapacity.length - 1]), 1024L);
    }

    /** What the files take on disk, tablespaces left out ({@code du -sk}: POSIX, du). */
    long usedBytes() throws NodeException {
        ShellCommand command = command("ask for the size of the data directory", "LC_ALL=C du -sk \"$dir\"");
        String line = shell.require(command, limits.call());
        try {
            return Math.multiplyExact(Long.parseLong(line.split("\\s", 2)[0]), 1024L);
        } catch (NumberFormatException e) {
            throw new NodeException(
                    NodeException.sentence(node.name(), command.purpose(), "du printed: " + line.strip(), "Try du -sk there."), e);
        }
    }

    int programsVersion() throws NodeException {
        ShellCommand command =
                new ShellCommand("ask for the version of its programs", Quoting.shell(node.binaries() + "/postgres") + " --version");
        String answer = shell.require(command, limits.call());
        try {
            return parseVersion(answer);
        } catch (IllegalArgumentException e) {
            throw new NodeException(
                    NodeException.sentence(node.name(), command.purpose(), "it printed: " + answer.strip(), "Try it by hand."), e);
        }
    }

    /** {@code postgres (PostgreSQL) 15.18 (Debian 15.18-1)} is 150018; a beta, {@code 19beta1}, counts as 190000. */
    static int parseVersion(String answer) {
        Matcher version = VERSION.matcher(answer);
        if (!version.find()) {
            throw new IllegalArgumentException("no version in it");
        }
        int minor = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
        return Integer.parseInt(version.group(1)) * 10_000 + minor;
    }

    private ShellCommand command(String purpose, String script) {
        return new ShellCommand(purpose, "dir=" + Quoting.shell(node.dataDirectory()) + "\n" + script);
    }
}
