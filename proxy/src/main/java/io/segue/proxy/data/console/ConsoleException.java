package io.segue.proxy.data.console;

/** A console statement that failed, as the client is told. */
public final class ConsoleException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String sqlState;
    private final String detail;
    private final String hint;

    /** @param detail and {@code hint} may be empty */
    public ConsoleException(String sqlState, String message, String detail, String hint) {
        super(message);
        this.sqlState = sqlState;
        this.detail = detail;
        this.hint = hint;
    }

    public String sqlState() {
        return sqlState;
    }

    public String detail() {
        return detail;
    }

    public String hint() {
        return hint;
    }
}
