package io.segue.proxy.control.node;

import io.segue.proxy.testing.PostgresServer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One primary, {@code node_a}, with Segue's role, for all tests of a class; registered by a static field. */
final class RunningPrimary implements BeforeAllCallback, AfterAllCallback {

    private RealNode primary;

    @Override
    public void beforeAll(ExtensionContext context) {
        primary = RealNode.primary("node_a");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (primary != null) {
            primary.close();
        }
    }

    PostgresServer server() {
        return primary.server();
    }

    PostgresNode node() {
        return primary.node();
    }
}
