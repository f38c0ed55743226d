package io.segue.cli.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What a peer says. */
enum Kind {
    IDLE("connect and say nothing"),
    SLOW("send a start-up packet byte by byte"),
    GARBAGE("send what is not PostgreSQL's protocol");

    private static final int NOISE_BYTES = 300;

    private final String description;

    Kind(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** Said at once. */
    byte[] firstWords(Random random) {
        return switch (this) {
            case IDLE -> new byte[0];
            case SLOW -> new byte[] {0, 0};
            case GARBAGE -> {
                byte[] noise = new byte[NOISE_BYTES];
                random.nextBytes(noise);
                byte[] browser = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                yield random.nextBoolean() ? noise : browser;
            }
        };
    }
}
