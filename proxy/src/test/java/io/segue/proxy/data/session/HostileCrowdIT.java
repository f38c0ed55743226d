package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import io.segue.proxy.config.ClientLimits;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.data.entrance.BadPeers;
import io.segue.proxy.testing.PostgresServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** 20,000 connections of peers that never log in: an authenticated client is answered, others log in, and neither memory nor the log grows. */
@Isolated("it reads what all of the process logs")
@Timeout(300)
class HostileCrowdIT {

    private static final int PEERS = 20_000;
    private static final int HALF_OPEN = 2_000;
    private static final int MOST_BYTES_EACH = 64 * 1024;
    private static final int CONNECT_MILLIS = 120_000;

    /** Far beyond the deadline of a login, at which the proxy closes whoever it has met. */
    private static final int SILENCE_MILLIS = 60_000;

    private static final String FORGOTTEN = "forgotten by the kernel";

    private static PostgresServer server;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /** More at once than fit into the kernel's queue would come again later and later. */
    private final Semaphore connecting = new Semaphore(1_000);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(BadPeers.class);
    private DataPlane plane;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.create().start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        plane = new DataPlane(server, server.port(), Authentication.SCRAM_SHA_256, new ClientLimits(
                500, 3, 10, HALF_OPEN, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        logger.setLevel(Level.INFO);
        logger.addAppender(written);
        written.start();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        logger.detachAppender(written);
        logger.setLevel(null);
        plane.close();
    }

    @Test
    void idleConnectionsKeepNobodyOut() throws Exception {
        long before = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
        long began = System.nanoTime();
        try (Connection client = plane.connect(); Statement statement = client.createStatement()) {
            List<Future<Boolean>> peers = new ArrayList<>();
            for (int i = 0; i < PEERS; i++) {
                peers.add(threads.submit(this::connectsAndStaysSilent));
            }
            int answers = 0;
            int logins = 0;
            long most = 0;
            while (peers.stream().anyMatch(peer -> !peer.isDone())) {
                assertThat(isAnswered(statement)).isTrue();
                answers++;
                most = Math.max(most, PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() - before);
                assertThat(plane.halfOpenLogins.present()).isLessThanOrEqualTo(HALF_OPEN + 1);
                if (answers % 100 == 0) {
                    logsIn();
                    logins++;
                }
            }
            for (Future<Boolean> peer : peers) {
                assertThat(peer.get()).as("heard why it was closed").isTrue();
            }
            assertThat(logins).isPositive();
            assertThat(most).isLessThan((long) HALF_OPEN * MOST_BYTES_EACH);
            long minutes = TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - began);
            assertThat(written.list).as("from one address").hasSizeBetween(1, (int) minutes + 2);
        }
        await().until(() -> plane.halfOpenLogins.present() == 0);
        await().until(() -> PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() - before < MOST_BYTES_EACH);
    }

    /** @return whether it was told why it was closed, and closed then */
    private boolean connectsAndStaysSilent() throws IOException, InterruptedException {
        try (Socket peer = new Socket()) {
            connecting.acquire();
            try {
                peer.connect(new InetSocketAddress("127.0.0.1", plane.port()), CONNECT_MILLIS);
            } finally {
                connecting.release();
            }
            peer.setSoTimeout(SILENCE_MILLIS);
            String heard = heardToTheEnd(peer);
            return heard.equals(FORGOTTEN) || heard.contains("sorry, too many clients are logging in already") || heard.contains("canceling authentication due to timeout");
        }
    }

    /**
     * Whoever comes when the kernel's queue is full is connected for its own side only, and stays so as long as it says nothing: the proxy has
     * never met it. Its first word is answered with a reset.
     */
    private static String heardToTheEnd(Socket peer) throws IOException {
        try {
            return new String(peer.getInputStream().readAllBytes());
        } catch (SocketTimeoutException nothing) {
            try {
                peer.getOutputStream().write(0);
                return "nothing, until it said something itself: " + peer.getInputStream().read();
            } catch (SocketTimeoutException stillNothing) {
                return "nothing";
            } catch (SocketException reset) {
                return FORGOTTEN;
            }
        }
    }

    private void logsIn() throws SQLException {
        try (Connection newcomer = plane.connect(); Statement statement = newcomer.createStatement()) {
            assertThat(isAnswered(statement)).isTrue();
        }
    }

    private static boolean isAnswered(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT 1")) {
            return rows.next();
        }
    }
}
