package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeConfig;
import java.time.Duration;

/**
 * The server's process on its machine: found by its pid file, signalled, started. The operator's own commands take the place of
 * {@code pg_ctl start} and of SIGINT when they are configured.
 *
 * <p>What a start or stop command prints, and the server until it logs elsewhere, goes to {@code log/segue.log} in the data directory:
 * nothing that we start may hold on to the shell's own streams.
 */
final class ServerProcess {

    /** For {@code pg_ctl} to report after its own limit, before ours ends. */
    private static final Duration REPORT = Duration.ofSeconds(5);

    /** How often a server that does not answer yet is looked for. */
    private static final Duration GLANCE = Duration.ofMillis(250);

    /**
     * Sets {@code pid} to the postmaster's number, or to nothing. The first line of postmaster.pid is its number (manual, Database File
     * Layout); a server that was killed leaves the file behind, and the number may be somebody else's by now: a postmaster works in its
     * data directory. One that has ended and is not reaped yet can be signalled, but does nothing. In doubt it is alive. Only what the
     * shell has built in, because it is asked in the window: a program costs a millisecond.
     */
    static final String FIND_POSTMASTER =
            """
            cd "$dir" || exit 1
            find_postmaster() {
              pid=
              [ -e postmaster.pid ] || return 0
              [ -r postmaster.pid ] || { echo "postmaster.pid is not readable: this is not its owner's shell" >&2; exit 1; }
              read -r pid < postmaster.pid
              case $pid in *[!0-9]*) pid= ;; esac
              [ -n "$pid" ] || return 0
              kill -0 "$pid" 2>/dev/null || [ -d "/proc/$pid" ] || { pid=; return 0; }
              [ -r "/proc/$pid/stat" ] || return 0
              read -r stat < "/proc/$pid/stat"
              case ${stat##*) } in Z*|X*) pid=; return 0 ;; esac
              if [ -e "/proc/$pid/cwd" ] && ! [ "/proc/$pid/cwd" -ef . ]; then pid=; fi
            }
            find_postmaster
            """;

    private static final String BEHIND_FENCE =
            """
            [ -e standby.signal ] || { echo "there is no standby.signal" >&2; exit 1; }
            [ -n "$pid" ] || { echo "no server runs in $dir" >&2; exit 1; }
            """;

    /** Says something when {@code child} is somebody else's. The second field behind the name is the parent (proc_pid_stat(5)). */
    private static final String CHILD =
            """
            [ -r "/proc/$child/stat" ] || [ ! -r /proc/self/stat ] || { echo "not there"; exit 0; }
            [ -r "/proc/$child/stat" ] || exit 0
            read -r stat < "/proc/$child/stat"
            set -- ${stat##*) }
            [ "$2" = "$pid" ] || echo "of process $2"
            """;

    private static final String IN_LOG =
            """
            mkdir -p log || exit 1
            log=$PWD/log/segue.log
            """;

    /** Runs {@code segue_command}; when it fails, the last that it and the server said is its complaint. */
    private static final String START =
            IN_LOG
                    + """
                    [ -z "$pid" ] || exit 0
                    before=0
                    [ ! -f "$log" ] || before=$(wc -c < "$log")
                    segue_command </dev/null >>"$log" 2>&1 || {
                      status=$?
                      tail -c +$((before + 1)) "$log" | tail -n 15 >&2
                      exit $status
                    }
                    """;

    private final NodeConfig node;
    private final NodeShell shell;
    private final NodeSql sql;
    private final NodeLimits limits;

    ServerProcess(NodeConfig node, NodeShell shell, NodeSql sql, NodeLimits limits) {
        this.node = node;
        this.shell = shell;
        this.sql = sql;
        this.limits = limits;
    }

    boolean running() throws NodeException {
        return !shell.require(command("look for the postmaster", "echo \"$pid\""), limits.instant())
                .isBlank();
    }

    /**
     * A configured command may wait for the end of the server, and we must not: it runs in the background. Whether it worked is seen in
     * the control file, by whoever asked.
     */
    void askToStop() throws NodeException {
        inServer("ask the server to stop", stop());
    }

    /** Hundreds of processes that end at once leave the shell no time to answer: the caller says how long that may take. */
    void askToStopFenced(Duration limit) throws NodeException {
        shell.require(command("stop the server behind its fence", BEHIND_FENCE + stop()), limit);
    }

    private String stop() {
        return node.stopCommand()
                .map(stop -> IN_LOG + "nohup sh -c " + Quoting.shell(stop) + " </dev/null >>\"$log\" 2>&1 &")
                .orElse(signal("INT"));
    }

    /** Whether {@code process} is a child of the postmaster; also true when the machine does not say. */
    boolean isParentOf(int process) throws NodeException {
        return shell.require(command("look for the server's processes", "child=" + process + "\n" + CHILD), limits.call()).isBlank();
    }

    void kill() throws NodeException {
        inServer("end the server at once", signal("QUIT"));
    }

    /** A postmaster that ends just before it is told to is no error. */
    private static String signal(String name) {
        return "kill -" + name + " \"$pid\" || { find_postmaster; [ -z \"$pid\" ]; }";
    }

    /** Runs the script when the server runs. */
    private void inServer(String purpose, String script) throws NodeException {
        shell.require(command(purpose, "[ -n \"$pid\" ] || exit 0\n" + script), limits.instant());
    }

    void start(Duration limit) throws NodeException {
        Deadline deadline = Deadline.in(limit);
        shell.require(command("start the server", startFunction(limit) + START), limit.plus(REPORT));
        try {
            sql.awaitConnection(deadline, new WhileRunning());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException(
                    NodeException.sentence(
                            node.name(), "start the server", "it was interrupted", "It may be starting: look at it there."),
                    e);
        }
    }

    /** In a subshell: a configured command may say {@code exit}. */
    private String startFunction(Duration limit) {
        return "segue_command() (\n" + node.startCommand().orElseGet(() -> pgCtlStart(limit)) + "\n)\n";
    }

    private String pgCtlStart(Duration limit) {
        return Quoting.shell(node.binaries() + "/pg_ctl") + " start -D " + Quoting.shell(node.dataDirectory())
                + " -w -t " + Math.max(1, limit.toSeconds()) + " -l \"$log\""
                + node.configFile()
                        .map(file -> " -o " + Quoting.shell("-c config_file=" + Quoting.shell(file)))
                        .orElse("");
    }

    /** A server that ran and has ended need not be waited for; one that was never seen may be started by somebody in his own time. */
    private final class WhileRunning implements NodeSql.Patience {

        private enum Seen {
            NEVER,
            RUNNING
        }

        private Seen seen = Seen.NEVER;
        private Deadline next = Deadline.in(GLANCE);

        @Override
        public void check() throws NodeException {
            if (!next.passed()) {
                return;
            }
            if (running()) {
                seen = Seen.RUNNING;
            } else if (seen == Seen.RUNNING) {
                throw NodeException.of(
                        node.name(), "start the server", "it ended soon after: " + lastWords(), "Look into the server's log.");
            }
            next = Deadline.in(GLANCE);
        }
    }

    private String lastWords() throws NodeException {
        return shell.require(command("read the log", "tail -n 5 log/segue.log"), limits.call())
                .strip()
                .replaceAll("\\s*\\R\\s*", " | ");
    }

    private ShellCommand command(String purpose, String script) {
        return new ShellCommand(purpose, "dir=" + Quoting.shell(node.dataDirectory()) + "\n" + FIND_POSTMASTER + script);
    }
}
