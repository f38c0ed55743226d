package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.SqlState;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The answer to a statement that Segue has cancelled: it passes as it comes, but for the error that says so (57014). That is not the client's
 * doing, and it is told what has really happened. Event loop.
 */
final class CancelledAnswer {

    /** Longer ones are no server's word on a cancel. */
    private static final int MOST_BYTES = 16 * 1024;

    private final ServerFrames frames;
    private final ClientConnection client;
    private final Consumer<ErrorFields> told;
    private Optional<ByteBuf> error = Optional.empty();
    private boolean admitting;

    /** @param told hears what the client was told instead */
    CancelledAnswer(ServerFrames frames, ClientConnection client, Consumer<ErrorFields> told) {
        this.frames = frames;
        this.client = client;
        this.told = told;
    }

    /** Whether an error may pass the scan of {@link ServerFrames}: only when it was looked at. */
    boolean admitsError() {
        return admitting;
    }

    /** Whether part of an error is here and the rest is still to come. */
    boolean isInError() {
        return error.isPresent();
    }

    /** Takes ownership of {@code bytes}. */
    void pass(ByteBuf bytes) {
        try {
            while (bytes.isReadable()) {
                if (error.isPresent()) {
                    gather(error.get(), bytes);
                } else {
                    passUpToError(bytes);
                }
            }
        } finally {
            bytes.release();
        }
    }

    void release() {
        error.ifPresent(ByteBuf::release);
        error = Optional.empty();
    }

    private void passUpToError(ByteBuf bytes) {
        int stop = frames.scan(bytes);
        if (stop > bytes.readerIndex()) {
            client.write(bytes.readRetainedSlice(stop - bytes.readerIndex()));
        }
        if (bytes.isReadable()) {
            error = Optional.of(bytes.alloc().buffer());
        }
    }

    private void gather(ByteBuf whole, ByteBuf bytes) {
        int missing = length(whole) - whole.readableBytes();
        whole.writeBytes(bytes, Math.min(missing, bytes.readableBytes()));
        if (whole.readableBytes() == length(whole)) {
            error = Optional.empty();
            tell(whole);
        }
    }

    /** Of the whole message as far as it is known: first of its header. */
    private static int length(ByteBuf whole) {
        return whole.readableBytes() < FrameScanner.HEADER_BYTES
                ? FrameScanner.HEADER_BYTES
                : Math.min(MOST_BYTES, Math.max(FrameScanner.HEADER_BYTES, 1 + whole.getInt(whole.readerIndex() + 1)));
    }

    /** What does not end within {@link #MOST_BYTES} goes on behind this as the scan finds it. */
    private void tell(ByteBuf whole) {
        admitting = true;
        frames.scan(whole);
        admitting = false;
        int body = whole.readableBytes() - FrameScanner.HEADER_BYTES;
        if (ErrorResponse.hasState(whole, whole.readerIndex() + FrameScanner.HEADER_BYTES, body, SqlState.QUERY_CANCELED) && frames.atBoundary()) {
            ErrorFields ours = OwnErrors.transactionEnded();
            told.accept(ours);
            whole.clear();
            new ErrorResponse(ours).encode(whole);
        }
        client.write(whole);
    }
}
