package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.sql.SessionEffect;
import io.segue.protocol.sql.SessionEffects;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What another server must be told before it can stand in for the present one.
 *
 * <p>Prepared statements are kept as the client sent them. Of settings only the <em>names</em> are taken from what the client says, and only
 * those that the server cannot list (with a dot: placeholders are not in {@code pg_settings}, guc.c); their values, and all other
 * settings, are asked of the server itself when the session is about to leave it ({@link StateQuestion}). So transactions, savepoints,
 * functions and spellings need not be understood. Tags of CommandComplete tell when that knowledge has become stale.
 */
final class SessionMemory {

    private final int maxBytes;
    private final PreparedStatements statements;
    private final Set<String> placeholderNames = new LinkedHashSet<>();
    private final Wariness wariness = new Wariness();
    private final boolean lent;
    private SessionState learned = SessionState.UNTOUCHED;
    /** See {@link SessionState#isPlain}: a pool asks at the end of each transaction. */
    private boolean plain = learned.isPlain();
    private boolean stale = true;
    private boolean touched;
    private int placeholderBytes;
    private String obstacle = "";
    private Replay replay = Replay.NOTHING;

    /**
     * @param maxBytes statements and names kept at most; a session that needs more cannot move
     * @param told what the server last said of its settings, by name; kept up to date by others
     * @param lent whether the session may give its link back behind a transaction
     */
    SessionMemory(int maxBytes, Map<String, String> told, boolean lent) {
        this.maxBytes = maxBytes;
        this.lent = lent;
        this.statements = new PreparedStatements(told);
    }

    // ---- what the client said

    /** The text of a Query, or its beginning. */
    void noteQuery(ByteBuf buffer, int index, int length) {
        noteText(buffer, index, length);
        if (lent) {
            wariness.query(buffer, index, length);
        }
    }

    /** The text of a Parse. */
    void noteParse(String name, ByteBuf query) {
        boolean tells = noteText(query, query.readerIndex(), query.readableBytes());
        if (lent) {
            wariness.parse(!name.isEmpty(), tells, query, query.readerIndex(), query.readableBytes());
        }
    }

    /** @return whether the text changes the session without a tag that says so */
    private boolean noteText(ByteBuf buffer, int index, int length) {
        if (!SessionEffects.mayAffect(buffer, index, index + length)) {
            return false;
        }
        byte[] text = new byte[length];
        buffer.getBytes(index, text);
        List<SessionEffect> effects = SessionEffects.of(text);
        effects.forEach(this::noteEffect);
        return effects.stream().anyMatch(SessionEffect.SetConfigCall.class::isInstance);
    }

    /** A Parse beyond what may be remembered. */
    void statementTooLarge() {
        obstacle = sizeFinding();
    }

    // ---- what the server said

    void parsed(ParsedStatement statement) {
        statements.add(statement);
        if (isTooLarge()) {
            statements.remove(statement.name());
        }
    }

    /** A simple query was carried out, or failed: the unnamed statement is gone (postgres.c, exec_simple_query). */
    void queryAnswered() {
        statements.remove("");
    }

    /** A ReadyForQuery has come. */
    void unitEnds() {
        statements.unitEnds();
    }

    /** A ParameterStatus that says so has come. */
    void encodingChanges() {
        statements.encodingChanges();
    }

    /** A Parse failed: one without a name has taken the unnamed statement with it (postgres.c, exec_parse_message). */
    void parseFailed(ParsedStatement statement) {
        if (statement.isUnnamed()) {
            statements.remove("");
        }
    }

    void closed(String name) {
        statements.remove(name);
    }

    /**
     * The tag of a CommandComplete, or its beginning. What makes a session unmovable can go with any statement: DROP TABLE, CLOSE, or a
     * SELECT that gives back an advisory lock.
     */
    void noteTag(ByteBuf buffer, int index, int length) {
        if (length >= 3 && CommandTags.touchSession(buffer, index)) {
            stale = true;
            touched = true;
            wariness.changes();
        } else if (learned.unmovable().isPresent() || isListening()) {
            stale = true;
            if (length >= 3 && CommandTags.mayFree(buffer, index)) {
                wariness.changes();
            }
        }
    }

    /** A transaction was rolled back without the client's doing: which of its settings are left, only the server knows. */
    void noteRollback() {
        stale = true;
        wariness.changes();
    }

    /** A message too large to look into: what it does is not known. */
    void noteUnseen() {
        stale = true;
        touched = true;
        wariness.changes();
    }

    /** A statement that exists, by its name; the unnamed one has none. */
    Optional<ParsedStatement> statement(String name) {
        return statements.get(name);
    }

    /** What is kept of statements and names, in bytes. */
    int bytes() {
        return statements.bytes() + placeholderBytes;
    }

    int statementCount() {
        return statements.size();
    }

    // ---- asking and telling

    /** Whether the server must be asked before it is left. */
    boolean isStale() {
        return stale;
    }

    /** Whether the server must be asked before its link is given back. */
    boolean mustAskToGiveBack() {
        return wariness.mustAsk();
    }

    /** Why the session needs its link for itself, though nothing is under way; empty when any other will do. */
    Optional<String> pinned() {
        if (!learned.sqlStatements().isEmpty()) {
            return Optional.of("it has a statement prepared by PREPARE");
        }
        if (isListening()) {
            return Optional.of("it listens for notifications");
        }
        Optional<String> unmovable = unmovable();
        return unmovable.isPresent() || wariness.findings().isEmpty() ? unmovable : Optional.of(wariness.findings());
    }

    Collection<String> placeholderNames() {
        return placeholderNames;
    }

    /** The server's answer. */
    void learn(SessionState state) {
        learned = state;
        plain = state.isPlain();
        stale = false;
        wariness.knows();
        statements.retain(state.statementNames());
    }

    /** The session has just logged in: its server knows nothing of it that a new link would not know by itself. */
    void begins() {
        stale = false;
        wariness.knows();
    }

    /** The server did not answer, so what the session carries is not known. */
    void cannotBeAsked(String reason) {
        obstacle = "its server could not be asked for its state, " + reason;
        stale = false;
        wariness.knows();
    }

    /** Why this session cannot go to another server; empty when it can. */
    Optional<String> unmovable() {
        if (!obstacle.isEmpty()) {
            return Optional.of(obstacle);
        }
        return statements.areInAnotherEncoding()
                ? Optional.of("it has a prepared statement that it sent in another client_encoding than its present one")
                : learned.unmovable();
    }

    /** Whether it listens for notifications, as far as is known. */
    boolean isListening() {
        return !learned.channels().isEmpty();
    }

    /** Names of the channels that it listens on, as far as is known, in the session's encoding. */
    List<byte[]> channels() {
        return learned.channels();
    }

    /** What a new link is told, in this order. The same as long as nothing changes. */
    Replay replay() {
        List<SessionState.Assignment> assignments = plain && (lent || !touched) ? List.of() : learned.assignments();
        if (replay.assignments() != assignments || replay.sqlStatements() != learned.sqlStatements() || replay.parses() != statements.list()) {
            replay = Replay.all(assignments, learned.sqlStatements(), statements.list());
        }
        return replay;
    }

    private void noteEffect(SessionEffect effect) {
        switch (effect) {
            case SessionEffect.SetParameter set -> notePlaceholder(set.name());
            // One that nobody has set yet is empty afterwards, and not unknown.
            case SessionEffect.ResetParameter reset -> notePlaceholder(reset.name());
            case SessionEffect.SetConfigCall call -> {
                stale = true;
                touched = true;
                wariness.changes();
                call.name().ifPresent(this::notePlaceholder);
            }
            default -> { }
        }
    }

    private void notePlaceholder(String name) {
        if (name.indexOf('.') > 0 && placeholderNames.add(name)) {
            placeholderBytes += name.length();
            if (isTooLarge()) {
                placeholderBytes -= name.length();
                placeholderNames.remove(name);
            }
        }
    }

    /** Once that has been so, the session cannot move. */
    private boolean isTooLarge() {
        boolean tooLarge = statements.bytes() + placeholderBytes > maxBytes;
        if (tooLarge) {
            obstacle = sizeFinding();
        }
        return tooLarge;
    }

    private String sizeFinding() {
        return "its prepared statements and settings take more than " + maxBytes + " bytes (limits.session-memory)";
    }
}
