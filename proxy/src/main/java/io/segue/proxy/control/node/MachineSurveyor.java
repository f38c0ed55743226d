package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeConfig;
import io.segue.proxy.config.SegueConfig.OwnRole;
import io.segue.proxy.control.node.survey.Follow;
import io.segue.proxy.control.node.survey.MachineSurvey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Surveys a node's machine through its shell, in one command that changes nothing. */
final class MachineSurveyor {

    /**
     * One fact a line. RssShmem (proc_pid_status(5), in kB) is what a process has to unmap at its end; huge pages are not part of it. The files are those that Patroni, pg_auto_failover and CloudNativePG write into a data directory.
     */
    private static final String SURVEY =
            """
            echo "data $(LC_ALL=C df -Pk . | sed -n 2p)"
            echo "wal $(LC_ALL=C df -Pk pg_wal/. | sed -n 2p)"
            [ ! -w . ] || echo writable
            [ ! -e standby.signal ] || echo standby
            echo "processors $(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)"
            for program in postgres pg_ctl pg_controldata pg_basebackup; do
              [ -x "$bin/$program" ] || echo "missing $program"
            done
            [ ! -x "$bin/postgres" ] || echo "version $("$bin/postgres" --version)"
            for file in patroni.dynamic.json postgresql-auto-failover.conf postgresql-auto-failover-standby.conf custom.conf; do
              [ ! -e "$file" ] || echo "rival $file"
            done
            if [ -n "$pid" ]; then
              ! kill -0 "$pid" 2>/dev/null || echo signals
              [ ! -r "/proc/$pid/cgroup" ] || sed -n 's|.*/\\([^/]*postgres[^/]*\\.service\\).*|service \\1|p' "/proc/$pid/cgroup" | head -n 1
              cat /proc/[0-9]*/status 2>/dev/null |
                awk -v "pid=$pid" '/^PPid:/ { of = $2 } /^RssShmem:/ && of == pid { kb += $2 } END { printf "mapped %d\\n", kb }'
            fi
            exit 0
            """;

    private static final String LIBRARIES =
            """
            lib=$("$bin/pg_config" --pkglibdir) || exit 1
            while IFS= read -r probin; do
              case $probin in
                '$libdir'/*) file=$lib/${probin#'$libdir'/} ;;
                /*) file=$probin ;;
                *) file=$lib/$probin ;;
              esac
              [ -e "$file" ] || [ -e "$file.so" ] || [ -e "$file.dylib" ] || echo "$probin"
            done
            """;

    /** The password comes on standard input: a command line can be seen by everybody. */
    private static final String FOLLOW =
            """
            [ -x "$bin/psql" ] || { echo untried; exit 0; }
            IFS= read -r PGPASSWORD
            [ -z "$PGPASSWORD" ] || export PGPASSWORD
            said=$("$bin/psql" -X -A -t -w -c IDENTIFY_SYSTEM "$conninfo" 2>&1) && echo admitted || printf 'refused %s\\n' "$said"
            """;

    private static final long KILOBYTE = 1024;

    private final NodeConfig node;
    private final OwnRole role;
    private final NodeShell shell;
    private final NodeLimits limits;

    MachineSurveyor(NodeConfig node, OwnRole role, NodeShell shell, NodeLimits limits) {
        this.node = node;
        this.role = role;
        this.shell = shell;
        this.limits = limits;
    }

    MachineSurvey machine() throws NodeException {
        ShellCommand command = new ShellCommand("look at its machine", place() + ServerProcess.FIND_POSTMASTER + SURVEY);
        List<String> facts = shell.require(command, limits.call()).lines().toList();
        try {
            return survey(facts);
        } catch (IllegalArgumentException e) {
            throw new NodeException(
                    NodeException.sentence(node.name(), command.purpose(), "it printed: " + facts, "Try it in the node's shell."), e);
        }
    }

    private MachineSurvey survey(List<String> facts) {
        return new MachineSurvey(
                DataFiles.parseFreeBytes("\n" + all(facts, "data").getFirst()),
                DataFiles.parseFreeBytes("\n" + all(facts, "wal").getFirst()),
                facts.contains("writable"),
                facts.contains("signals") || node.stopCommand().isPresent(),
                all(facts, "version").stream().map(DataFiles::parseVersion).findFirst().orElse(0),
                all(facts, "missing"),
                facts.contains("standby"),
                all(facts, "rival"),
                all(facts, "service").stream().findFirst().orElse(""),
                all(facts, "mapped").stream().mapToLong(Long::parseLong).findFirst().orElse(0) * KILOBYTE,
                all(facts, "processors").stream().mapToInt(Integer::parseInt).findFirst().orElse(1));
    }

    private static List<String> all(List<String> facts, String key) {
        return facts.stream().filter(fact -> fact.startsWith(key + " ")).map(fact -> fact.substring(key.length() + 1)).toList();
    }

    List<String> missingLibraries(Collection<String> libraries) throws NodeException {
        List<String> missing = new ArrayList<>();
        for (String batch : batches(libraries)) {
            missing.addAll(shell.require(new ShellCommand("look for libraries", place() + LIBRARIES, batch), limits.call())
                    .lines()
                    .toList());
        }
        return missing;
    }

    /** As many as fit into one command. */
    private static List<String> batches(Collection<String> libraries) {
        List<String> batches = new ArrayList<>();
        StringBuilder batch = new StringBuilder();
        for (String library : libraries) {
            if (batch.length() + library.length() > ShellCommand.MAX_CHARACTERS / 2) {
                batches.add(batch.toString());
                batch.setLength(0);
            }
            batch.append(library.replace('\n', '?')).append('\n');
        }
        if (!batch.isEmpty()) {
            batches.add(batch.toString());
        }
        return batches;
    }

    Follow follow(DatabaseNode upstream, String connectionInfo) throws NodeException {
        String seconds = String.valueOf(Math.max(2, limits.connect().toSeconds()));
        ShellCommand command = new ShellCommand(
                "try to reach " + upstream.node() + " as a standby",
                place() + "conninfo=" + Quoting.shell(connectionInfo + " replication=true connect_timeout=" + seconds) + "\n" + FOLLOW,
                role.password().isEmpty() ? "\n" : role.password().reveal() + "\n");
        String answer = shell.require(command, limits.call()).lines().collect(Collectors.joining(" "));
        return new Follow(!answer.startsWith("untried"), answer.startsWith("refused") ? answer.substring("refused".length()).strip() : "");
    }

    private String place() {
        return "dir=" + Quoting.shell(node.dataDirectory()) + "\nbin=" + Quoting.shell(node.binaries()) + "\ncd \"$dir\" || exit 1\n";
    }
}
