package io.segue.proxy.simulation;

import io.segue.proxy.control.migration.journal.JournalFile;
import io.segue.proxy.control.migration.journal.JournalFiles;
import io.segue.proxy.control.node.ControlData;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.gate.SteppedLoop;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** Mistakes that would break a promise, each put in at a seam of the real thing. The simulation is worth something when it finds them. */
enum KnownBad {
    /** The thing as it is. */
    NONE,
    /** A line is on the disk only when the next one is written: the act comes before its intent. */
    JOURNAL_AFTER_THE_ACT,
    /** The target must reach what the live source had flushed when it was asked to stop, not its shutdown checkpoint. */
    FLUSH_POSITION_AS_TARGET,
    /** The promotion is asked for once. */
    PROMOTION_ASKED_ONCE,
    /** A statement on each loop passes the gate without being counted. */
    GATE_FORGETS_TO_COUNT;

    private static final int TICKS_TO_THE_HOLD = 15;

    /** Where the intent of a step is written. */
    JournalFiles journal(JournalFiles files) {
        return this == JOURNAL_AFTER_THE_ACT ? new Late(files) : files;
    }

    /** How a node answers. */
    DatabaseNode node(DatabaseNode node) {
        return switch (this) {
            case FLUSH_POSITION_AS_TARGET -> flushPosition(node);
            case PROMOTION_ASKED_ONCE -> askedOnce(node);
            case NONE, JOURNAL_AFTER_THE_ACT, GATE_FORGETS_TO_COUNT -> node;
        };
    }

    /** What goes wrong in the next move: anything, or what brings the mistake to light. */
    Mishap mishap(Random random) {
        return switch (this) {
            case JOURNAL_AFTER_THE_ACT -> Mishap.CRASH_AT_CALL;
            case FLUSH_POSITION_AS_TARGET -> Mishap.STANDBY_FREEZES;
            case PROMOTION_ASKED_ONCE -> Mishap.PROMOTION_MISSED;
            case NONE, GATE_FORGETS_TO_COUNT -> Mishap.values()[random.nextInt(Mishap.values().length)];
        };
    }

    /** At which tick of the move it strikes: at any of {@code most}, or where the hold begins. */
    int tick(Random random, int most) {
        return this == FLUSH_POSITION_AS_TARGET ? TICKS_TO_THE_HOLD + random.nextInt(TICKS_TO_THE_HOLD) : random.nextInt(most);
    }

    /** What passes a lane. */
    void traffic(SteppedLoop loop, GateLane lane) {
        if (this == GATE_FORGETS_TO_COUNT) {
            loop.now(lane::leave);
        }
    }

    /** What comes in front of a call; empty lets it through. */
    private interface Instead {
        Optional<Object> call(String method) throws Exception;
    }

    private static DatabaseNode intercept(DatabaseNode node, Instead instead) {
        return (DatabaseNode) Proxy.newProxyInstance(
                KnownBad.class.getClassLoader(), new Class<?>[] {DatabaseNode.class}, (_, method, arguments) -> {
                    Optional<Object> other = instead.call(method.getName());
                    if (other.isPresent()) {
                        return method.getReturnType() == void.class ? null : other.get();
                    }
                    try {
                        return method.invoke(node, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Some rows of sessions that commit asynchronously are not flushed. */
    private static DatabaseNode flushPosition(DatabaseNode node) {
        final long unflushed = 30;
        Lsn[] flushed = {new Lsn(0)};
        return intercept(node, method -> {
            if (method.startsWith("askToStop")) {
                flushed[0] = new Lsn(node.status().position().value() - unflushed);
            }
            if (method.equals("controlData") && flushed[0].value() > 0 && node.controlData().shutDown()) {
                ControlData truth = node.controlData();
                return Optional.of(new ControlData(truth.state(), flushed[0], truth.timeline(), truth.systemIdentifier()));
            }
            return Optional.empty();
        });
    }

    private static DatabaseNode askedOnce(DatabaseNode node) {
        AtomicBoolean asked = new AtomicBoolean();
        return intercept(node, method -> {
            if (method.equals("start")) {
                asked.set(false);
            }
            return method.equals("askToPromote") && asked.getAndSet(true) ? Optional.of(node) : Optional.empty();
        });
    }

    private record Late(JournalFiles files) implements JournalFiles {

        @Override
        public JournalFile open(Path path) throws IOException {
            JournalFile file = files.open(path);
            return new JournalFile() {
                private ByteBuffer waiting = ByteBuffer.allocate(0);

                @Override
                public byte[] readAll() throws IOException {
                    return file.readAll();
                }

                @Override
                public void append(ByteBuffer bytes) throws IOException {
                    ByteBuffer next = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
                    if (waiting.hasRemaining()) {
                        file.append(waiting);
                    }
                    waiting = next;
                }

                @Override
                public void truncate(long length) throws IOException {
                    file.truncate(length);
                }

                @Override
                public void force() throws IOException {
                    file.force();
                }

                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }

        @Override
        public JournalFile replace(Path path, byte[] content) throws IOException {
            files.replace(path, content).close();
            return open(path);
        }
    }
}
