package io.segue.cli.hostile;

import io.segue.cli.stage.Servers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What a peer says. */
enum Kind {
    IDLE("connect and say nothing"),
    SLOW("send a start-up packet byte by byte"),
    GARBAGE("send what is not PostgreSQL's protocol"),
    LENGTH("announce a start-up packet of 2 GB"),
    PASSWORD("ask to log in, and announce a password of 1 GB"),
    QUERY("ask to log in, and send a statement where the password is due");

    private static final int NOISE_BYTES = 300;

    private static final int VERSION_3 = 3 << 16;
    private static final int GIGABYTE = 1 << 30;
    private static final byte[] STATEMENT = "DROP TABLE pgbench_accounts\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PARAMETERS =
            ("user\0" + Servers.DATABASE + "\0database\0" + Servers.DATABASE + "\0\0").getBytes(StandardCharsets.US_ASCII);

    private final String description;

    Kind(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** @param length that the message claims to have */
    private static byte[] behindStartup(char type, int length, byte[] body) {
        int startup = 2 * Integer.BYTES + PARAMETERS.length;
        return ByteBuffer.allocate(startup + 1 + Integer.BYTES + body.length)
                .putInt(startup).putInt(VERSION_3).put(PARAMETERS)
                .put((byte) type).putInt(length).put(body).array();
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
            case LENGTH -> ByteBuffer.allocate(Integer.BYTES).putInt(Integer.MAX_VALUE).array();
            case PASSWORD -> behindStartup('p', GIGABYTE, new byte[0]);
            case QUERY -> behindStartup('Q', Integer.BYTES + STATEMENT.length, STATEMENT);
        };
    }
}
