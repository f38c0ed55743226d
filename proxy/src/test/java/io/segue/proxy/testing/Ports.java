package io.segue.proxy.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** TCP ports for tests. */
public final class Ports {

    /** Below those that systems give to outgoing connections (Linux: net.ipv4.ip_local_port_range), one of which could take a server's place while it is down. */
    private static final int FIRST = 15_000;
    private static final int BEHIND_LAST = 32_000;
    private static final int TRIES = 1_000;

    private static final Random RANDOM = new Random();
    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    /** A port on 127.0.0.1 that nobody listens on at this instant, and that no other test of this process was given. */
    public static synchronized int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = RANDOM.nextInt(FIRST, BEHIND_LAST);
            if (!GIVEN.contains(port) && isFree(port)) {
                GIVEN.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no free port on 127.0.0.1 between " + FIRST + " and " + BEHIND_LAST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
