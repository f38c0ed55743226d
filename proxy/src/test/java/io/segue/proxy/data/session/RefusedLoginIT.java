package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.PoolMode;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.testing.PostgresServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Logins that a real server lets pass at first, has a remark on, and refuses then. */
@Timeout(300)
class RefusedLoginIT {

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
        server.execute("CREATE DATABASE app");
        server.execute("ALTER DATABASE app SET default_text_search_config = 'nowhere'");
        server.execute("ALTER DATABASE app SET session_preload_libraries = 'nowhere'");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theClientHearsTheRemarkAndTheRefusal() throws IOException {
        try (DataPlane plane = new DataPlane(server, server.port(), Authentication.TRUST)) {
            assertThat(heard(plane.port())).isEqualTo(heard(server.port())).contains("SWARNING", "SFATAL");
        }
    }

    @Test
    void soDoesOneThatWantsALinkOfAPool() throws IOException {
        try (DataPlane plane = DataPlane.pooling(server, server.port(), Authentication.TRUST, Pooling.of(PoolMode.SESSION, 1))) {
            assertThat(heard(plane.port())).isEqualTo(heard(server.port()));
        }
    }

    private static String heard(int port) throws IOException {
        try (Stranger stranger = new Stranger(port)) {
            return stranger.says(Stranger.startup("app")).hearsToTheEnd();
        }
    }
}
