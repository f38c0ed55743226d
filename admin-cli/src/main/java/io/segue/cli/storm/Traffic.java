package io.segue.cli.storm;

import java.nio.charset.StandardCharsets;

/** What a connection to a node is for, told from its start-up packet. */
enum Traffic {

    /** Clients' sessions, whose bytes the proxy relays. */
    SESSIONS("the clients' links"),

    /** The proxy's own questions and orders. */
    CONTROL("the proxy's own connections"),

    /** The other node, as a standby. */
    REPLICATION("the replication");

    private static final byte[] REPLICATION_KEY = "replication\0".getBytes(StandardCharsets.US_ASCII);

    private final String label;

    Traffic(String label) {
        this.label = label;
    }

    /** For people. */
    String label() {
        return label;
    }

    /**
     * @param packet a StartupMessage (protocol chapter, "Message Formats"): length, version, then names and values, each ended by a zero
     * @param controlRole the proxy's own role
     */
    static Traffic of(byte[] packet, String controlRole) {
        if (contains(packet, REPLICATION_KEY)) {
            return REPLICATION;
        }
        return contains(packet, ("user\0" + controlRole + "\0").getBytes(StandardCharsets.UTF_8)) ? CONTROL : SESSIONS;
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        for (int start = 0; start + part.length <= bytes.length; start++) {
            int matched = 0;
            while (matched < part.length && bytes[start + matched] == part[matched]) {
                matched++;
            }
            if (matched == part.length) {
                return true;
            }
        }
        return false;
    }
}
