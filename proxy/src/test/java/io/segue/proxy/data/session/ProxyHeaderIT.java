package io.segue.proxy.data.session;

import static io.segue.proxy.data.session.StartupClient.startup;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.SegueConfig.ClientHeader;
import io.segue.proxy.config.SegueConfig.Listener;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.watch.SessionView;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A load balancer in front says where its clients come from. */
class ProxyHeaderIT {

    private static final byte[] GOOD = startup(3, 0, "user", "postgres");
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;

    private PostgresServer server;
    private DataPlane plane;

    @BeforeEach
    void start() {
        server = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
        plane = new DataPlane(
                server, server.port(), DataPlane.CLIENT_LIMITS, Optional.empty(), _ -> Map.of(),
                new Listener("127.0.0.1", 0, Authentication.TRUST, Optional.empty(), ClientHeader.PROXY_PROTOCOL));
    }

    @AfterEach
    void stop() {
        plane.close();
        server.close();
    }

    @Test
    void aClientHasTheAddressThatTheHeaderSays() throws IOException {
        assertThat(addressAfter(header(PROXY, TCP4, "192.0.2.7", "127.0.0.1", 4711))).isEqualTo("192.0.2.7:4711");
        assertThat(addressAfter(header(PROXY, TCP6, "2001:db8::7", "::1", 4711))).isEqualTo("[2001:db8:0:0:0:0:0:7]:4711");
    }

    @Test
    void aHealthCheckOfTheLoadBalancerHasItsOwn() throws IOException {
        assertThat(addressAfter(header(LOCAL, 0, "", "", 0))).startsWith("127.0.0.1:");
    }

    @Test
    void theHeaderMayComeByteByByteAndTheStartUpBehindIt() throws IOException {
        try (StartupClient client = new StartupClient(plane.port())) {
            client.socket().setTcpNoDelay(true);
            for (byte each : header(PROXY, TCP4, "192.0.2.8", "127.0.0.1", 1)) {
                client.say(new byte[] {each});
            }
            assertThat(client.say(GOOD).hears()).endsWith("Z");
            assertThat(address()).isEqualTo("192.0.2.8:1");
        }
    }

    @Test
    void whoComesWithoutItIsRefused() throws IOException {
        byte[] first = "PROXY TCP4 192.0.2.7 127.0.0.1 4711 5432\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] tooLong = header(PROXY, TCP4, "192.0.2.7", "127.0.0.1", 4711);
        tooLong[14] = 0x7f;
        for (byte[] bytes : new byte[][] {GOOD, first, tooLong}) {
            try (StartupClient client = new StartupClient(plane.port())) {
                assertThat(client.say(bytes, GOOD, new byte[4096]).hears()).containsExactly("closed");
            }
        }
        await().untilAsserted(() -> assertThat(
                plane.registry.get("segue.connections.refused").tag("reason", "not_postgresql").counter().count()).isEqualTo(3));
    }

    private String addressAfter(byte[] header) throws IOException {
        try (StartupClient client = new StartupClient(plane.port())) {
            assertThat(client.say(header, GOOD).hears()).endsWith("Z");
            return address();
        }
    }

    private String address() {
        return plane.roster.sessions().stream().map(SessionView::address).reduce((_, last) -> last).orElseThrow();
    }

    private static byte[] header(int command, int family, String source, String destination, int port) throws IOException {
        ByteArrayOutputStream addresses = new ByteArrayOutputStream();
        if (family != 0) {
            addresses.writeBytes(InetAddress.ofLiteral(source).getAddress());
            addresses.writeBytes(InetAddress.ofLiteral(destination).getAddress());
            new DataOutputStream(addresses).writeShort(port);
            new DataOutputStream(addresses).writeShort(5432);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a});
        out.writeByte(command);
        out.writeByte(family);
        out.writeShort(addresses.size());
        out.write(addresses.toByteArray());
        return bytes.toByteArray();
    }
}
