package io.segue.proxy.control.node;

/**
 * What a command in a node's shell ended with.
 *
 * @param exitCode 0 when all is well
 * @param output its standard output, byte for byte when it is UTF-8
 * @param errors its standard error
 */
record ShellResult(int exitCode, String output, String errors) {

    boolean successful() {
        return exitCode == 0;
    }

    /** What it had to say about its failure, on one line. */
    String complaint() {
        String said = errors.isBlank() ? output : errors;
        return said.isBlank()
                ? "it ended with exit code " + exitCode + " and said nothing"
                : "it ended with exit code " + exitCode + " and said: " + said.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
