package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeConfig;
import io.segue.proxy.config.NodeTls;
import io.segue.proxy.config.SegueConfig.OwnRole;
import io.segue.proxy.route.Node;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this node a copy of another one, and a standby of it.
 *
 * <p>Nothing that stands in the data directory is ever removed here: {@code pg_basebackup} removes what it has itself made when it fails,
 * and what a killed one leaves behind is named in the error.
 */
final class BaseBackup {

    private static final Logger LOG = LoggerFactory.getLogger(BaseBackup.class);

    private final NodeConfig node;
    private final OwnRole role;
    private final NodeShell shell;
    private final NodeLimits limits;
    private final DataFiles files;
    private final PasswordFile passwordFile;
    private final Function<Node, NodeTls> others;

    BaseBackup(
            NodeConfig node,
            OwnRole role,
            NodeShell shell,
            NodeLimits limits,
            DataFiles files,
            PasswordFile passwordFile,
            Function<Node, NodeTls> others) {
        this.others = others;
        this.node = node;
        this.role = role;
        this.shell = shell;
        this.limits = limits;
        this.files = files;
        this.passwordFile = passwordFile;
    }

    /**
     * @param source the node that is copied
     * @param connectionInfo how this node reaches it as a standby
     */
    void take(Node source, String connectionInfo, String slot, Consumer<BackupProgress> progress) throws NodeException {
        refuseUnlessEmpty();
        try (BackupRun run = new BackupRun(node, role, shell, limits, others.apply(source))) {
            run.copy(source, slot, progress);
        } catch (NodeException e) {
            throw withLeftover(e);
        }
        tellSize(progress);
        passwordFile.write();
        new CopiedCluster(node, shell, limits).becomeStandby(connectionInfo, slot);
    }

    /** The last word on the progress: a small copy is made between two looks at it. Not worth failing for. */
    private void tellSize(Consumer<BackupProgress> progress) {
        try {
            long bytes = files.usedBytes();
            progress.accept(new BackupProgress(bytes, bytes));
        } catch (NodeException e) {
            LOG.warn("base-backup-size-unknown node={} reason={}", node.name(), e.getMessage());
        }
    }

    private void refuseUnlessEmpty() throws NodeException {
        String found =
                switch (files.look()) {
                    case DataDirectory.Absent _ -> "";
                    case DataDirectory.Empty _ -> "";
                    case DataDirectory.Cluster(String systemIdentifier) ->
                        "a cluster stands in it, with the system identifier " + systemIdentifier;
                    case DataDirectory.SomethingElse(String firstEntry) -> "something stands in it: " + firstEntry;
                };
        if (!found.isEmpty()) {
            throw NodeException.of(
                    node.name(),
                    BackupRun.PURPOSE + " into " + node.dataDirectory(),
                    found,
                    "Segue never empties a data directory. When nobody needs what is there, stop the server and run there: " + removal());
        }
    }

    private NodeException withLeftover(NodeException failure) {
        try {
            return switch (files.look()) {
                case DataDirectory.Absent _ -> failure;
                case DataDirectory.Empty _ -> failure;
                case DataDirectory.Cluster _ -> withLeftover(failure, "A copy");
                case DataDirectory.SomethingElse _ -> withLeftover(failure, "A half copy");
            };
        } catch (NodeException unreachable) {
            failure.addSuppressed(unreachable);
            return withLeftover(failure, "What was copied, perhaps,");
        }
    }

    private NodeException withLeftover(NodeException failure, String what) {
        return new NodeException(
                failure.getMessage() + " " + what + " is left in " + node.dataDirectory() + "; remove it there with: " + removal(),
                failure);
    }

    private String removal() {
        return "rm -rf -- " + Quoting.shell(node.dataDirectory());
    }
}
