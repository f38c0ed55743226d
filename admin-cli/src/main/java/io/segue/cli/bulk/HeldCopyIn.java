package io.segue.cli.bulk;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** COPY FROM STDIN during which the shard is held twice: for less time than the COPY takes, and for as long as it takes. */
record HeldCopyIn(long rows, Hold hold) implements Load {

    @Override
    public String name() {
        return "COPY held";
    }

    @Override
    public long bytes() {
        return rows * Lines.LINE_BYTES;
    }

    @Override
    public Load directly() {
        return new CopyIn(rows);
    }

    @Override
    public void pass(Connection connection) throws SQLException, InterruptedException, BulkException {
        new CopyIn(rows).pass(connection, new Holds(hold));
    }

    private static final class Holds implements CopyIn.Interludes {

        private final Hold hold;
        private Optional<Hold.Holding> holding = Optional.empty();

        Holds(Hold hold) {
            this.hold = hold;
        }

        @Override
        public void afterOneThird() throws BulkException {
            hold.giveUp();
        }

        @Override
        public void afterTwoThirds() throws SQLException, InterruptedException, BulkException {
            holding = Optional.of(hold.begin());
        }

        @Override
        public void beforeEnd() throws BulkException {
            holding.orElseThrow().isWaiting();
        }

        @Override
        public void behindEnd() throws SQLException, InterruptedException, BulkException {
            holding.orElseThrow().end();
        }
    }
}
