package io.segue.proxy.config.hba;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A database or a user of a rule. {@code toString} is how it is written. */
public sealed interface NamePattern {

    /** Every database or user; not a physical replication connection, which has no database. */
    record All() implements NamePattern {

        @Override
        public String toString() {
            return "all";
        }
    }

    /** The database that has the user's name. */
    record SameUser() implements NamePattern {

        @Override
        public String toString() {
            return "sameuser";
        }
    }

    /** The database that has the name of a role that the user is a member of. */
    record SameRole() implements NamePattern {

        @Override
        public String toString() {
            return "samerole";
        }
    }

    /** A physical replication connection. */
    record Replication() implements NamePattern {

        @Override
        public String toString() {
            return "replication";
        }
    }

    /** Users that are members of a role, directly or not. */
    record MemberOf(String role) implements NamePattern {

        @Override
        public String toString() {
            return "+" + role;
        }
    }

    /** That name. */
    record Exactly(String name) implements NamePattern {

        @Override
        public String toString() {
            return name;
        }
    }

    /** Names in which a regular expression is found, anywhere unless it says otherwise. */
    record Matching(Pattern expression) implements NamePattern {

        public boolean fits(String name) {
            return expression.matcher(name).find();
        }

        @Override
        public String toString() {
            return "/" + expression;
        }
    }

    /** @throws PatternSyntaxException for an expression that is none */
    static NamePattern ofDatabase(String text) {
        return switch (text) {
            case "all" -> new All();
            case "sameuser" -> new SameUser();
            case "samerole", "samegroup" -> new SameRole();
            case "replication" -> new Replication();
            default -> named(text);
        };
    }

    /** @throws PatternSyntaxException for an expression that is none */
    static NamePattern ofUser(String text) {
        if (text.equals("all")) {
            return new All();
        }
        return text.length() > 1 && text.startsWith("+") ? new MemberOf(text.substring(1)) : named(text);
    }

    private static NamePattern named(String text) {
        return text.length() > 1 && text.startsWith("/") ? new Matching(Pattern.compile(text.substring(1))) : new Exactly(text);
    }
}
