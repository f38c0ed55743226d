package io.segue.proxy.rehearsal;

import io.segue.protocol.login.ScramSha256;
import io.segue.protocol.login.ScramVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the proxy takes for a primary, on a free port of 127.0.0.1: one role, SCRAM, and an answer to everything. */
final class StandInServer implements AutoCloseable {

    /** The proxy's own, the application's and the operator's. */
    static final String ROLE = "rehearsal";

    private static final Logger log = LoggerFactory.getLogger(StandInServer.class);

    private static final int BACKLOG = 50;
    private static final int SILENCE_MILLIS = 60_000;

    private final ServerSocket door;
    private final ScramVerifier verifier;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private StandInServer(ServerSocket door, ScramVerifier verifier) {
        this.door = door;
        this.verifier = verifier;
    }

    static StandInServer open(String password) throws IOException {
        byte[] salt = ScramSha256.nonce(new SecureRandom()).getBytes(StandardCharsets.US_ASCII);
        ScramVerifier verifier = ScramVerifier.of(password, salt, ScramVerifier.DEFAULT_ITERATIONS);
        StandInServer server = new StandInServer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), verifier);
        server.threads.execute(server::welcome);
        return server;
    }

    int port() {
        return door.getLocalPort();
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                Socket peer = door.accept();
                threads.execute(() -> talk(peer));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    log.error("nobody can connect any more", e);
                    return;
                }
            }
        }
    }

    private void talk(Socket peer) {
        try (peer) {
            peer.setSoTimeout(SILENCE_MILLIS);
            peer.setTcpNoDelay(true);
            new StandInTalk(new StandInWire(peer), verifier).hold();
        } catch (IOException e) {
            log.info("a connection has ended: {}", e.toString());
        }
    }

    /** Takes nobody any more; interrupts those who are still connected. */
    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
