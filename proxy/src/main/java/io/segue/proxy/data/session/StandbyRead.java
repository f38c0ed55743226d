package io.segue.proxy.data.session;

import static io.segue.protocol.message.BackendType.ERROR_RESPONSE;
import static io.segue.protocol.message.BackendType.READY_FOR_QUERY;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkListener;
import java.util.Optional;

/**
 * One unit of work on a standby. Its answer is kept back until it is whole, or too long to be kept: an error among what is kept is not
 * shown, because it may be the standby's own; the unit is then for the primary to judge. Until then nothing is settled on the session's
 * accounts either, so that a unit that comes back has left no trace on them.
 *
 * <p>Event loop. Tells its outcome once.
 */
final class StandbyRead implements LinkListener, FrameScanner.Sink {

    /** Most answers are shorter and are judged as a whole; of longer ones the beginning. */
    static final int MAX_KEPT_BYTES = 256 * 1024;

    private static final int MAX_BODY_BYTES = Integer.MAX_VALUE - 16;

    /** Of an error message only so much is looked at. */
    private static final int ERROR_BYTES = 16 * 1024;

    private final BackendLink link;
    private final ClientConnection client;
    private final Accounts accounts;
    private final Outcome outcome;
    private final FrameScanner scanner = new FrameScanner(this, MAX_BODY_BYTES);
    private final Backlog kept = new Backlog();
    private int keptBytes;
    private Optional<ErrorFields> error = Optional.empty();
    private boolean ready;
    private boolean idle;
    private boolean shown;
    private boolean over;

    /** Where the session books what passes. */
    interface Accounts {

        /** The unit was carried out: it counts as sent from now on. */
        void sent();

        /** Bytes of its answer, in order. */
        void answered(ByteBuf bytes);
    }

    /** How it ended. */
    interface Outcome {

        /**
         * All of the answer is with the client.
         *
         * @param idle false when the unit has begun a transaction
         */
        void answered(boolean idle);

        /**
         * Nothing was shown; the primary has to run it.
         *
         * @param linkUsable whether the link is idle, outside of a transaction
         */
        void refused(ErrorFields reason, boolean linkUsable);

        /** The server went away when part of the answer had been shown. */
        void lost(boolean saidWhy);
    }

    StandbyRead(BackendLink link, ClientConnection client, Accounts accounts, Outcome outcome) {
        this.link = link;
        this.client = client;
        this.accounts = accounts;
        this.outcome = outcome;
    }

    /** @param unit owned by the link from here on */
    void begin(ByteBuf unit) {
        link.listen(this);
        link.write(unit);
        link.flush();
        link.read(true);
    }

    /** Nobody wants the answer any more. */
    void abandon() {
        over = true;
        kept.release();
    }

    @Override
    public void serverBytes(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        try {
            scanner.scan(bytes);
        } catch (ProtocolViolationException e) {
            bytes.release();
            end();
            link.close();
            failed(e.toErrorFields(), false);
            return;
        }
        if (shown) {
            pass(bytes);
        } else {
            kept.add(bytes);
            keptBytes += bytes.readableBytes();
            if (error.isEmpty() && (ready || keptBytes > MAX_KEPT_BYTES)) {
                show();
            }
        }
        if (ready) {
            end();
            finish();
        }
    }

    private void finish() {
        if (shown) {
            client.flush();
            outcome.answered(idle);
        } else {
            failed(error.orElseThrow(), idle);
        }
    }

    private void failed(ErrorFields reason, boolean linkUsable) {
        if (shown) {
            outcome.lost(false);
        } else {
            outcome.refused(reason, linkUsable);
        }
    }

    private void show() {
        shown = true;
        accounts.sent();
        for (ByteBuf bytes = kept.poll(); bytes != null; bytes = kept.poll()) {
            pass(bytes);
        }
    }

    private void pass(ByteBuf bytes) {
        accounts.answered(bytes);
        client.write(bytes);
        if (!client.isWritable()) {
            link.read(false);
        }
    }

    @Override
    public void serverReadComplete() {
        client.flush();
    }

    @Override
    public void serverGone() {
        if (!over) {
            end();
            if (shown) {
                outcome.lost(error.isPresent());
            } else {
                outcome.refused(error.orElseGet(() -> ErrorFields.error(SqlState.CONNECTION_FAILURE, "the standby closed the connection")), false);
            }
        }
    }

    @Override
    public void serverWritabilityChanged() {
        // a unit is short
    }

    private void end() {
        over = true;
        if (!shown) {
            kept.release();
        }
    }

    // ---- what the server says

    @Override
    public boolean admit(byte type) {
        return true;
    }

    @Override
    public int frame(byte type, int bodyBytes) {
        return switch (type) {
            case READY_FOR_QUERY -> 1;
            case ERROR_RESPONSE -> lookAtError(bodyBytes);
            default -> 0;
        };
    }

    private int lookAtError(int bodyBytes) {
        if (bodyBytes > ERROR_BYTES) {
            error = Optional.of(ErrorFields.error(SqlState.INTERNAL_ERROR, "the standby's error message is too long"));
            return 0;
        }
        return bodyBytes;
    }

    @Override
    public void body(byte type, ByteBuf buffer, int index, int length) {
        if (type == READY_FOR_QUERY) {
            ready = true;
            idle = buffer.getByte(index) == 'I';
        } else {
            ErrorFields fields = ErrorResponse.decode(buffer.slice(index, length)).fields();
            // The client's own wish, or its own limit: no other server would know better.
            if (!fields.is(SqlState.QUERY_CANCELED)) {
                error = Optional.of(fields);
            }
        }
    }
}
