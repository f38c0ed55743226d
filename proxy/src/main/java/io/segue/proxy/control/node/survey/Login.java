package io.segue.proxy.control.node.survey;

/** A role in a database, as clients have it. */
public record Login(String role, String database) {

    @Override
    public String toString() {
        return role + "@" + database;
    }
}
