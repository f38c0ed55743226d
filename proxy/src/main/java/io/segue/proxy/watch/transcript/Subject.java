package io.segue.proxy.watch.transcript;

/** Whose conversations a transcript is of. */
public sealed interface Subject {

    /** Of every client of a database, by the name that the client asks for. */
    record Database(String name) implements Subject {
        @Override
        public String toString() {
            return "database " + name;
        }
    }

    /** Of every client that logs in as a role. */
    record User(String name) implements Subject {
        @Override
        public String toString() {
            return "user " + name;
        }
    }

    /** Of one session, by its number in SHOW CLIENTS. */
    record Client(long id) implements Subject {
        @Override
        public String toString() {
            return "client " + id;
        }
    }

    /** Whether it is about a client that begins now, which has no number yet. */
    default boolean isAbout(String user, String database) {
        return switch (this) {
            case Database(String name) -> name.equals(database);
            case User(String name) -> name.equals(user);
            case Client _ -> false;
        };
    }

    /** Whether it is about a session that exists. */
    default boolean isAbout(long session, String user, String database) {
        return this instanceof Client(long id) ? id == session : isAbout(user, database);
    }
}
