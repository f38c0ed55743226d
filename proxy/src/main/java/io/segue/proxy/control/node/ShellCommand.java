package io.segue.proxy.control.node;

/**
 * A command for a node's shell.
 *
 * @param purpose what it is for, to complete the sentence "cannot ..." in errors, such as {@code read the control file}
 * @param script in the language of a POSIX shell; may have several lines. Never holds a secret: a command line can be seen by everybody
 * @param input its standard input, which may hold a secret; a missing last line end is added, and when empty there is nothing to read
 */
record ShellCommand(String purpose, String script, String input) {

    /** Well under the 64 KiB that a pipe takes without a reader, so that sending a command never waits. */
    static final int MAX_CHARACTERS = 12 * 1024;

    ShellCommand {
        if (script.length() + input.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("the command to " + purpose + " is longer than " + MAX_CHARACTERS + " characters");
        }
    }

    ShellCommand(String purpose, String script) {
        this(purpose, script, "");
    }

    @Override
    public String toString() {
        return script;
    }
}
