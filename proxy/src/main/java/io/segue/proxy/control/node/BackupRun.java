package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeConfig;
import io.segue.proxy.config.NodeTls;
import io.segue.proxy.config.SegueConfig.OwnRole;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of {@code pg_basebackup} on this node's machine, in a shell of its own, watched on the source. It is ended on our way out if it
 * has not ended by itself: by its process id, through the node's other shell.
 */
final class BackupRun implements AutoCloseable {

    static final String PURPOSE = "take a base backup";

    /** How its sessions on the source are called, followed by the node they copy to. */
    static final String APPLICATION_NAME = "segue base backup to ";

    /** A copy is as long as it is. What ends it is that nothing moves any more; the last fsync of a large one moves nothing either. */
    private static final Duration STALLED = Duration.ofMinutes(30);

    private static final Duration NO_LIMIT = Duration.ofDays(365);
    private static final Duration GLANCE = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);

    /** An application name is cut at NAMEDATALEN - 1. */
    private static final String PROGRESS =
            """
            SELECT p.backup_streamed, coalesce(p.backup_total, 0)
              FROM pg_catalog.pg_stat_progress_basebackup AS p
              JOIN pg_catalog.pg_stat_activity AS a USING (pid)
             WHERE a.application_name = left(?, 63)
            """;

    private final NodeConfig node;
    private final OwnRole role;
    private final NodeShell shell;
    private final NodeShell own;
    private final NodeLimits limits;
    private final NodeTls sourceTls;
    private final CompletableFuture<Long> pid = new CompletableFuture<>();
    private Future<ShellResult> copy = CompletableFuture.completedFuture(new ShellResult(0, "", ""));

    /** @param sourceTls how the node that is copied is to be spoken to */
    BackupRun(NodeConfig node, OwnRole role, NodeShell shell, NodeLimits limits, NodeTls sourceTls) {
        this.sourceTls = sourceTls;
        this.node = node;
        this.role = role;
        this.shell = shell;
        this.own = shell.another();
        this.limits = limits;
    }

    /** Returns when all is copied and synced. */
    void copy(Node source, String slot, Consumer<BackupProgress> progress) throws NodeException {
        ShellCommand command = command(source, slot);
        FutureTask<ShellResult> task = new FutureTask<>(() -> own.tell(command, NO_LIMIT, this::line));
        copy = task;
        Thread.ofVirtual().name("base backup " + node.name()).start(task);
        ShellResult result = watch(source, progress);
        if (!result.successful()) {
            throw NodeException.of(
                    node.name(),
                    PURPOSE + " of " + source,
                    result.complaint(),
                    "Check that " + source + " is reached from there at " + source.address() + ", and that its pg_hba.conf admits role "
                            + role.name() + " to replication.");
        }
    }

    /**
     * The first line it prints is its process id. The password comes on standard input and goes on in the environment, which only the
     * same account can see. {@code -R} writes standby.signal as part of the copy, so that there is no moment in which the copy could
     * be started as a primary; its settings are overruled after.
     */
    private ShellCommand command(Node source, String slot) {
        String backup = Quoting.shell(node.binaries() + "/pg_basebackup")
                + " -D " + Quoting.shell(node.dataDirectory())
                + " -d " + Quoting.shell(connectionInfo(source))
                + " -X stream -c fast -R --no-password -S " + Quoting.shell(slot);
        String script = "IFS= read -r PGPASSWORD && export PGPASSWORD; [ -n \"$PGPASSWORD\" ] || unset PGPASSWORD\n"
                + "exec sh -c 'echo $$; exec \"$@\"' sh " + backup + " </dev/null";
        return new ShellCommand(PURPOSE, script, role.password().reveal() + "\n");
    }

    private String connectionInfo(Node source) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("host", source.address().host());
        parameters.put("port", String.valueOf(source.address().port()));
        NodeEncryption.tell(parameters, sourceTls);
        parameters.put("user", role.name());
        parameters.put("application_name", applicationName());
        parameters.put("connect_timeout", String.valueOf(Math.max(2, limits.connect().toSeconds())));
        parameters.put("keepalives_idle", "10");
        parameters.put("keepalives_interval", "5");
        parameters.put("keepalives_count", "6");
        return Quoting.connectionString(parameters);
    }

    private String applicationName() {
        return APPLICATION_NAME + node.name();
    }

    private void line(String line) {
        if (line.matches("\\d+")) {
            pid.complete(Long.parseLong(line));
        }
    }

    /** Until it ends; told to {@code progress} on this thread. */
    private ShellResult watch(Node source, Consumer<BackupProgress> progress) throws NodeException {
        try (NodeSql sql = new NodeSql(source, role, limits, sourceTls)) {
            BackupProgress last = new BackupProgress(0, 0);
            Deadline stalled = Deadline.in(STALLED);
            while (!stalled.passed()) {
                Optional<ShellResult> result = glance();
                if (result.isPresent()) {
                    return result.get();
                }
                BackupProgress now = ask(sql).orElse(last);
                if (!now.equals(last)) {
                    progress.accept(now);
                    last = now;
                    stalled = Deadline.in(STALLED);
                }
            }
        }
        throw NodeException.of(
                node.name(),
                PURPOSE + " of " + source,
                "nothing has moved for " + STALLED.toMinutes() + " minutes",
                "Look at pg_stat_progress_basebackup on " + source + ".");
    }

    private Optional<ShellResult> glance() throws NodeException {
        try {
            return Optional.of(copy.get(GLANCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new NodeException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException(
                    NodeException.sentence(node.name(), PURPOSE, "it was interrupted", "The copy is ended."), e);
        }
    }

    /** A question that fails costs a line of progress, and not the copy: it has its own connections. */
    private Optional<BackupProgress> ask(NodeSql sql) {
        try {
            return sql
                    .ask(
                            "ask for the progress of the base backup",
                            limits.call(),
                            session -> session.all(
                                    PROGRESS, row -> progress(row.getLong(1), row.getLong(2)), applicationName()))
                    .stream()
                    .findFirst();
        } catch (NodeException e) {
            LOG.warn("base-backup-progress-unknown node={} reason={}", node.name(), e.getMessage());
            return Optional.empty();
        }
    }

    /** The total is an estimate made at the beginning, and nothing while it is being made. */
    private static BackupProgress progress(long done, long total) {
        return new BackupProgress(done, Math.max(done, total));
    }

    @Override
    public void close() {
        if (!copy.isDone()) {
            // An interrupt is why we are here, perhaps; it must not keep us from tidying up.
            boolean interrupted = Thread.interrupted();
            endProcess();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        own.close();
    }

    /** Together with the process that receives the WAL, its only child. */
    private void endProcess() {
        long process = pid.getNow(0L);
        if (process == 0) {
            return; // it has not begun: without its shell it will not
        }
        try {
            shell.ask(
                    new ShellCommand(
                            "end the base backup",
                            "kill -TERM $(cat /proc/%1$d/task/%1$d/children 2>/dev/null) %1$d".formatted(process)),
                    limits.call());
        } catch (NodeException e) {
            LOG.warn("base-backup-not-ended node={} pid={} reason={}", node.name(), process, e.getMessage());
        }
    }
}
