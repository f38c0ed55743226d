package io.segue.cli.bulk;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.zip.CRC32C;

/** COPY TO STDOUT of rows that the server makes while it sends them. The client keeps none and compares a checksum of all. */
record CopyOut(long rows) implements Load {

    @Override
    public String name() {
        return "COPY out";
    }

    @Override
    public long bytes() {
        return rows * Lines.LINE_BYTES;
    }

    /** generate_series among the columns, because in FROM the server would first write all numbers to a file. */
    String command() {
        return "COPY (SELECT i, %s FROM (SELECT generate_series(%d, %d) AS i) AS numbers) TO STDOUT".formatted(
                Lines.TEXT_IN_SQL, Lines.FIRST, Lines.FIRST + rows - 1);
    }

    @Override
    public void pass(Connection connection) throws SQLException, BulkException {
        org.postgresql.copy.CopyOut copy = Load.postgres(connection).getCopyAPI().copyOut(command());
        CRC32C checksum = new CRC32C();
        long received = 0;
        for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
            checksum.update(line, 0, line.length);
            received += line.length;
        }
        Lines expected = new Lines(rows);
        while (expected.more() > 0) {
            // its checksum is all that is wanted
        }
        if (received != bytes() || checksum.getValue() != expected.checksum()) {
            throw new BulkException("COPY out: %,d bytes arrived of %,d, or others than were sent".formatted(received, bytes()));
        }
    }
}
