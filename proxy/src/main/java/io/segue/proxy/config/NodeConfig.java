package io.segue.proxy.config;

import java.util.List;
import java.util.Optional;

/**
 * One PostgreSQL server.
 *
 * @param dataDirectory on the node's machine
 * @param configFile {@code postgresql.conf} when it is outside the data directory, as Debian has it
 * @param binaries directory of pg_ctl, pg_basebackup and pg_controldata on the node's machine
 * @param shell the command that gives a POSIX shell on the node's machine, as the owner of the data directory: {@code ["sh"]},
 *     {@code ["ssh","node_a","sh"]}, {@code ["docker","exec","-i","node_a","sh"]}
 * @param startCommand instead of {@code pg_ctl start}, such as {@code systemctl start postgresql@15-main}; run in the shell
 * @param stopCommand instead of SIGINT to the postmaster; must mean a fast shutdown; run in the shell
 * @param socketDirectory of its Unix-domain socket, when it runs on Segue's machine; then the links of sessions go through it
 */
public record NodeConfig(
        String name,
        String host,
        int port,
        String dataDirectory,
        Optional<String> configFile,
        String binaries,
        List<String> shell,
        Optional<String> startCommand,
        Optional<String> stopCommand,
        NodeTls tls,
        Optional<String> socketDirectory) {

    public NodeConfig {
        shell = List.copyOf(shell);
    }

    /** With the protection that is usual for such a host. */
    public NodeConfig(
            String name,
            String host,
            int port,
            String dataDirectory,
            Optional<String> configFile,
            String binaries,
            List<String> shell,
            Optional<String> startCommand,
            Optional<String> stopCommand) {
        this(name, host, port, dataDirectory, configFile, binaries, shell, startCommand, stopCommand, NodeTls.standard(host));
    }

    /** Reached by its host alone. */
    public NodeConfig(
            String name,
            String host,
            int port,
            String dataDirectory,
            Optional<String> configFile,
            String binaries,
            List<String> shell,
            Optional<String> startCommand,
            Optional<String> stopCommand,
            NodeTls tls) {
        this(name, host, port, dataDirectory, configFile, binaries, shell, startCommand, stopCommand, tls, Optional.empty());
    }
}
