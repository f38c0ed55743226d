package io.segue.proxy.data.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The statements that a session has prepared by messages, each with the encoding that its bytes are in: another server can be told of them
 * only while the session still speaks that. Event loop.
 */
final class PreparedStatements {

    private static final String ENCODING = "client_encoding";
    /** No encoding is called so. */
    private static final String NOT_KNOWN = "";

    private final Map<String, String> told;
    private final Map<String, Kept> named = new LinkedHashMap<>();
    private Optional<Kept> unnamed = Optional.empty();
    private long unit;
    private int bytes;
    /** As {@link #list} gave it out; empty when something has changed since. */
    private Optional<List<ParsedStatement>> listed = Optional.empty();
    private Optional<Judged> judged = Optional.empty();

    /** @param inAnother whether the session speaks {@code encoding} now, and spoke another one when it prepared one of them */
    private record Judged(String encoding, boolean inAnother) {}

    /** @param unit in which it was parsed, counted in ReadyForQuery */
    private record Kept(ParsedStatement statement, String encoding, long unit) {

        boolean isIn(String present) {
            return encoding.equals(present) || statement.isAscii();
        }

        Kept ifNotOf(long changing) {
            return unit == changing ? new Kept(statement, NOT_KNOWN, unit) : this;
        }
    }

    /** @param told what the server last said of its settings, by name; kept up to date by others */
    PreparedStatements(Map<String, String> told) {
        this.told = told;
    }

    /** Of the named ones. */
    int bytes() {
        return bytes;
    }

    /** How many have names. */
    int size() {
        return named.size();
    }

    void add(ParsedStatement statement) {
        changes();
        Kept kept = new Kept(statement, encoding(), unit);
        if (statement.isUnnamed()) {
            unnamed = Optional.of(kept);
        } else {
            remove(statement.name());
            named.put(statement.name(), kept);
            bytes += statement.body().length;
        }
    }

    void remove(String name) {
        if (name.isEmpty() && unnamed.isEmpty()) {
            return;
        }
        changes();
        if (name.isEmpty()) {
            unnamed = Optional.empty();
        } else {
            Kept old = named.remove(name);
            bytes -= old == null ? 0 : old.statement().body().length;
        }
    }

    /** The named ones are these, or fewer. */
    void retain(Set<String> names) {
        List.copyOf(named.keySet()).stream().filter(name -> !names.contains(name)).forEach(this::remove);
    }

    /** A ReadyForQuery has come. */
    void unitEnds() {
        unit++;
    }

    /**
     * The server says that the session's encoding has become another, which since version 14 it says at the end of a unit: whether what was
     * parsed in that unit came before or behind the change is not known.
     */
    void encodingChanges() {
        changes();
        named.replaceAll((_, kept) -> kept.ifNotOf(unit));
        unnamed = unnamed.map(kept -> kept.ifNotOf(unit));
    }

    /** Whether the session speaks another encoding now than when it prepared one of them. */
    boolean areInAnotherEncoding() {
        String present = encoding();
        if (judged.isEmpty() || !judged.get().encoding().equals(present)) {
            judged = Optional.of(new Judged(present, !all().allMatch(kept -> kept.isIn(present))));
        }
        return judged.get().inAnother();
    }

    /** By its name; the unnamed one has none. */
    Optional<ParsedStatement> get(String name) {
        return (name.isEmpty() ? unnamed : Optional.ofNullable(named.get(name))).map(Kept::statement);
    }

    /** The unnamed one last. The same list as long as nothing changes. */
    List<ParsedStatement> list() {
        if (listed.isEmpty()) {
            listed = Optional.of(all().map(Kept::statement).toList());
        }
        return listed.get();
    }

    private void changes() {
        listed = Optional.empty();
        judged = Optional.empty();
    }

    private Stream<Kept> all() {
        return Stream.concat(named.values().stream(), unnamed.stream());
    }

    private String encoding() {
        return told.getOrDefault(ENCODING, NOT_KNOWN);
    }
}
