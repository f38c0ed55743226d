package io.segue.proxy.control.node;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Objects;

/** What a failed question to a server means, and what to do about it. States are those of the manual's appendix A. */
final class SqlFailure {

    static final String ADMIN_SHUTDOWN = "57P01";
    static final String CRASH_SHUTDOWN = "57P02";
    static final String CANNOT_CONNECT_NOW = "57P03";
    static final String DUPLICATE_OBJECT = "42710";
    static final String UNDEFINED_OBJECT = "42704";
    static final String OBJECT_IN_USE = "55006";
    static final String NOT_IN_PREREQUISITE_STATE = "55000";

    private SqlFailure() {}

    static boolean is(String sqlState, SQLException failure) {
        return sqlState.equals(failure.getSQLState());
    }

    /** Whether the connection is of no use any more; a new one may be. */
    static boolean connectionLost(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08")
                || state.equals(ADMIN_SHUTDOWN)
                || state.equals(CRASH_SHUTDOWN)
                || state.equals(CANNOT_CONNECT_NOW);
    }

    /** Whether our own clock ended the wait. */
    static boolean timedOut(SQLException failure) {
        return failure.getCause() instanceof SocketTimeoutException;
    }

    /** Whether a server that is just starting answers so, or is not there yet. */
    static boolean mayBeStarting(SQLException failure) {
        return connectionLost(failure);
    }

    /** What the server said, on one line, with its SQLSTATE. */
    static String said(SQLException failure) {
        String text = Objects.toString(failure.getMessage(), "no reason given").strip().replaceAll("\\s*\\R\\s*", " | ");
        return state(failure).isEmpty() ? text : text + " (SQLSTATE " + state(failure) + ")";
    }

    private static String state(SQLException failure) {
        return Objects.toString(failure.getSQLState(), "");
    }

    /** @param role Segue's own */
    static String advice(SQLException failure, String role, String address) {
        return switch (state(failure)) {
            case "28P01" -> "Check the password of role " + role + " in the configuration.";
            case "28000" -> "Check that the role " + role + " exists there, may log in, and is admitted by pg_hba.conf from this machine.";
            case "3D000" -> "Check the database of Segue's own role in the configuration.";
            case "08001" -> "Check that the server runs, and that " + address + " is its address.";
            case "08003", "08006" -> "Check that the server runs and the network is sound, and try again.";
            case CANNOT_CONNECT_NOW -> "It is starting or stopping; try again, and look into its log if it stays so.";
            case "53300" -> "Raise max_connections there, or end sessions.";
            case "42501" -> "Give Segue's role " + role + " there what `segue grants` prints.";
            case "57014" -> "The server may be overloaded; try again.";
            default -> "Look into the server's log.";
        };
    }
}
