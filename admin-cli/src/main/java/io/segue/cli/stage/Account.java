package io.segue.cli.stage;

/** A database role and its password. */
public record Account(String role, String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return role;
    }
}
