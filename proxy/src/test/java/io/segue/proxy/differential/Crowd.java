package io.segue.proxy.differential;

import io.segue.proxy.differential.Script.Step;
import io.segue.proxy.testing.PostgresServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Other clients of the same pool, with statements of the same names and settings of their own, so that a link seldom is as the client that is watched
 * left it. None of what they have may be seen by that one, and each sees to its own.
 */
final class Crowd implements AutoCloseable {

    private static final int LIMIT_MILLIS = 30_000;

    private final List<Member> members = new ArrayList<>();

    Crowd(int port, int size, long seed) {
        for (int i = 0; i < size; i++) {
            members.add(new Member(port, i, new Random(seed + i)));
        }
    }

    /** All of them have left when this returns. */
    @Override
    public void close() {
        members.forEach(each -> each.stopped = true);
        members.forEach(Member::end);
    }

    private static final class Member {

        private final Socket socket;
        private final DataInputStream in;
        private final int number;
        private final Random random;
        private final Thread thread;
        private volatile boolean stopped;
        private volatile Throwable failure;

        Member(int port, int number, Random random) {
            try {
                socket = new Socket(PostgresServer.HOST, port);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(LIMIT_MILLIS);
                in = new DataInputStream(socket.getInputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            this.number = number;
            this.random = random;
            this.thread = Thread.ofVirtual().start(this::live);
        }

        private void live() {
            try (socket) {
                byte[] startup = ("user\0" + PostgresServer.SUPERUSER + "\0database\0postgres\0\0").getBytes(StandardCharsets.UTF_8);
                socket.getOutputStream().write(ByteBuffer.allocate(8).putInt(startup.length + 8).putInt(3 << 16).array());
                socket.getOutputStream().write(startup);
                hear(1);
                while (!stopped) {
                    act();
                    TimeUnit.MICROSECONDS.sleep(random.nextInt(1500));
                }
                say(Says.terminate());
            } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
                failure = e;
            }
        }

        private void act() throws IOException {
            switch (random.nextInt(10)) {
                case 0 -> {
                    say(Says.closeStatement("s1"), Says.parse("s1", "SELECT 'foreign " + number + "'::text"), Says.sync());
                    hear(1);
                    say(Says.bind("", "s1"), Says.execute("", 0), Says.sync());
                    if (!hear(1).contains("foreign " + number)) {
                        throw new AssertionError("a member of the crowd does not find its own statement");
                    }
                }
                case 1 -> {
                    say(Says.parse("", "SELECT 'unnamed of another client'::text"), Says.sync());
                    hear(1);
                }
                case 2 -> {
                    say(Says.closeStatement("s2"), Says.sync());
                    hear(1);
                }
                case 3 -> {
                    say(Says.query("SET datestyle = 'Postgres, DMY'; SET app.x = 'foreign'"));
                    hear(1);
                }
                case 4 -> {
                    say(Says.query(random.nextInt(3) == 0 ? "DISCARD ALL" : "RESET ALL"));
                    hear(1);
                }
                case 5 -> {
                    say(Says.query("BEGIN"), Says.query("SELECT pg_sleep(0.001)"), Says.query("COMMIT"));
                    hear(3);
                }
                case 6 -> {
                    say(Says.closeStatement("s2"), Says.parse("s2", "SELECT " + random.nextInt(3)), Says.sync());
                    hear(1);
                }
                case 7 -> {
                    say(Says.query("SET statement_timeout = '61s'; SET lock_timeout = '62s'; SET client_min_messages = 'error'"));
                    hear(1);
                }
                default -> {
                    say(Says.query("SELECT 1"));
                    hear(1);
                }
            }
        }

        private void say(Step.Say... words) throws IOException {
            for (Step.Say each : words) {
                socket.getOutputStream().write(each.bytes());
            }
        }

        /** Up to so many ReadyForQuery. @return what came in DataRows */
        private String hear(int ready) throws IOException {
            StringBuilder rows = new StringBuilder();
            int left = ready;
            while (left > 0) {
                byte type = in.readByte();
                byte[] body = new byte[in.readInt() - Integer.BYTES];
                in.readFully(body);
                switch (type) {
                    case 'Z' -> left--;
                    case 'D' -> rows.append(new String(body, StandardCharsets.ISO_8859_1));
                    case 'E' -> throw new AssertionError("a member of the crowd is told " + new String(body, StandardCharsets.UTF_8));
                    default -> { }
                }
            }
            return rows.toString();
        }

        private void end() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (failure != null) {
                throw new IllegalStateException("a member of the crowd failed", failure);
            }
        }
    }
}
