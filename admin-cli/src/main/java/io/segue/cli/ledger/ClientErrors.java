package io.segue.cli.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Every error a client was given: counted all, the first few kept to be shown. Safe from any thread. */
final class ClientErrors {

    private static final int KEPT = 20;

    private final List<String> first = new ArrayList<>();
    private long count;

    synchronized void add(String client, SQLException error) {
        count++;
        if (first.size() < KEPT) {
            first.add("%s: %s %s".formatted(client, error.getSQLState(), oneLine(error.getMessage())));
        }
    }

    synchronized long count() {
        return count;
    }

    synchronized List<String> first() {
        return List.copyOf(first);
    }

    private static String oneLine(String message) {
        return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " / ");
    }
}
