package io.segue.proxy.control.node;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads one of a shell's two output streams to its end and hands each line to the capture of the command that runs.
 *
 * <p>On a platform thread of its own: a read from a pipe would hold the carrier of a virtual thread.
 */
final class ShellStream implements Runnable {

    private static final int BUFFER_BYTES = 8192;

    private final InputStream stream;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile ShellCapture capture = ShellCapture.ofNothing();
    private volatile boolean ended;

    ShellStream(InputStream stream) {
        this.stream = stream;
    }

    /** From now on lines belong to this command; a stream that has ended already cuts it at once. */
    void captureInto(ShellCapture next) {
        capture = next;
        if (ended) {
            next.cut(new EOFException());
        }
    }

    @Override
    public void run() {
        try (stream) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                take(buffer, count);
            }
        } catch (IOException e) {
            // A stream that cannot be read any more is at its end.
        } finally {
            if (line.size() > 0) {
                handOver();
            }
            cut();
        }
    }

    /** Nothing will come any more that belongs to a command. */
    void cut() {
        ended = true;
        capture.cut(new EOFException());
    }

    private void take(byte[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                handOver();
            } else if (line.size() <= ShellCapture.MAX_BYTES) {
                line.write(buffer[i]);
            }
        }
    }

    private void handOver() {
        byte[] bytes = line.toByteArray();
        line.reset();
        capture.line(bytes);
    }
}
