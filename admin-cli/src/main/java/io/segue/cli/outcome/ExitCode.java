package io.segue.cli.outcome;

/** What the exit code says to a script: above all, where the traffic is. The numbers are those repmgr users know. */
public enum ExitCode {
    DONE(0, "done"),
    OTHER(1, "anything not named here, such as a connection lost while waiting; ask `segue status`"),
    USAGE(2, "the command line is wrong, or --yes is missing where nobody can be asked"),
    CANNOT_CONNECT(6, "cannot connect: no proxy there, wrong password, or not an admin role"),
    FAILED(18, "failed; the traffic is on the old node"),
    INCOMPLETE(22, "incomplete; the traffic is on the new node, and something is left to do"),
    REFUSED(25, "refused; nothing was done");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
