package io.segue.proxy.control.node;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What one command printed on one of the shell's streams: the lines between a begin mark and an end mark. What comes before the begin
 * mark does not belong to the command (a banner, a straggler of an earlier command's child), but explains a shell that does not open.
 *
 * <p>Fed by the thread that reads the stream; asked by the one that waits, after {@link #end()}.
 */
final class ShellCapture {

    /** More than this is read and not kept, in bytes: nothing that is asked for is that long. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final String CUT_SHORT = "\n[more was printed, and is not kept]";

    private enum Where {
        BEFORE,
        WITHIN,
        AFTER
    }

    private final String beginMark;
    private final String endMark;
    private final Consumer<String> lines;
    private final ByteArrayOutputStream before = new ByteArrayOutputStream();
    private final ByteArrayOutputStream within = new ByteArrayOutputStream();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private Where where = Where.BEFORE;
    private long dropped;

    /** @param lines told each line of the command as it comes, on the reading thread */
    ShellCapture(String beginMark, String endMark, Consumer<String> lines) {
        this.beginMark = beginMark;
        this.endMark = endMark;
        this.lines = lines;
    }

    /** For the time before the first command. */
    static ShellCapture ofNothing() {
        return new ShellCapture("\n", "\n", line -> {});
    }

    /** One line without its end. */
    synchronized void line(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        switch (where) {
            case BEFORE -> {
                if (text.equals(beginMark)) {
                    where = Where.WITHIN;
                } else {
                    keep(before, bytes);
                }
            }
            case WITHIN -> {
                if (text.startsWith(endMark)) {
                    where = Where.AFTER;
                    end.complete(text.substring(endMark.length()).strip());
                } else {
                    keep(within, bytes);
                    lines.accept(text);
                }
            }
            case AFTER -> {
                // A child that the command left in the background: nobody waits for it.
            }
        }
    }

    private void keep(ByteArrayOutputStream to, byte[] bytes) {
        int room = Math.min(bytes.length, MAX_BYTES - to.size());
        to.write(bytes, 0, room);
        dropped += bytes.length - room;
        if (to.size() < MAX_BYTES) {
            to.write('\n');
        }
    }

    /** The stream is at its end, and the end mark has not come. */
    void cut(Exception why) {
        end.completeExceptionally(why);
    }

    /** Done with what stands behind the end mark. Fails when the stream ended before. */
    CompletableFuture<String> end() {
        return end;
    }

    /** What the command printed. The line end that stands before the end mark is the mark's own. */
    synchronized String text() {
        return dropped == 0 ? text(within) : text(within) + CUT_SHORT;
    }

    synchronized String textBefore() {
        return text(before);
    }

    private static String text(ByteArrayOutputStream bytes) {
        String text = bytes.toString(StandardCharsets.UTF_8);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
