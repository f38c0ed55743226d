package io.segue.cli.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens a new connection. */
@FunctionalInterface
public interface ConnectionSource {

    /** @param application what the server shows as application_name */
    Connection open(String application) throws SQLException;
}
