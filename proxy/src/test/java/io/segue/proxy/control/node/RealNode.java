package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeConfig;
import io.segue.proxy.config.Secret;
import io.segue.proxy.config.SegueConfig.OwnRole;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.SegueRole;
import java.time.Duration;
import java.util.Optional;

/** A real server and the node that Segue sees in it. */
final class RealNode implements AutoCloseable {

    static final Duration LIMIT = Duration.ofMinutes(1);
    static final NodeLimits LIMITS = new NodeLimits(LIMIT, LIMIT, LIMIT, LIMIT);

    /** With every character that some language on the way has a meaning for. */
    static final String PASSWORD = "it's \\ a \"secret\": of $HOME = `x`";

    static final OwnRole ROLE = new OwnRole("segue", new Secret(PASSWORD), "postgres");

    private final PostgresServer server;
    private final PostgresNode node;

    private RealNode(PostgresServer server, PostgresNode node) {
        this.server = server;
        this.node = node;
    }

    /** A started primary with Segue's role. */
    static RealNode primary(String name) {
        return of(name, started());
    }

    /** A started server with Segue's role. */
    static PostgresServer started() {
        PostgresServer server = PostgresServer.create().start();
        SegueRole.create(server, PASSWORD);
        return server;
    }

    /** Only a place. */
    static RealNode unborn(String name) {
        return of(name, PostgresServer.unborn());
    }

    static RealNode of(String name, PostgresServer server) {
        return of(server, config(name, server));
    }

    static RealNode of(PostgresServer server, NodeConfig config) {
        return new RealNode(server, new PostgresNode(config, ROLE, LIMITS));
    }

    static NodeConfig config(String name, PostgresServer server) {
        return config(name, server, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static NodeConfig config(
            String name,
            PostgresServer server,
            Optional<String> configFile,
            Optional<String> startCommand,
            Optional<String> stopCommand) {
        return new NodeConfig(
                name,
                server.host(),
                server.port(),
                server.dataDirectory().toString(),
                configFile,
                server.binaries().toString(),
                server.shellCommand(),
                startCommand,
                stopCommand);
    }

    PostgresServer server() {
        return server;
    }

    PostgresNode node() {
        return node;
    }

    /** Copied from {@code source} and streaming from it, through a slot of this node's name. */
    RealNode followed(RealNode source) throws NodeException {
        source.node().createSlot(node.node().name());
        node.baseBackup(source.node(), node.node().name(), progress -> {});
        node.start(LIMIT);
        return this;
    }

    @Override
    public void close() {
        node.close();
        server.close();
    }
}
