package io.segue.proxy.control.node;

/** The shell ended while a command was with it, or could not be started. Whether the command took effect is unknown. */
final class ShellLostException extends Exception {

    private static final long serialVersionUID = 1L;

    ShellLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
