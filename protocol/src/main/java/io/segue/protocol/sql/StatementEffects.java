package io.segue.protocol.sql;

import io.segue.protocol.sql.SessionEffect.Deallocate;
import io.segue.protocol.sql.SessionEffect.DeallocateAll;
import io.segue.protocol.sql.SessionEffect.Discard;
import io.segue.protocol.sql.SessionEffect.Listen;
import io.segue.protocol.sql.SessionEffect.Prepare;
import io.segue.protocol.sql.SessionEffect.SetConfigCall;
import io.segue.protocol.sql.SessionEffect.Unlisten;
import io.segue.protocol.sql.SessionEffect.UnlistenAll;
import io.segue.protocol.sql.SessionEffect.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What one statement does to the session: by its first word, and by the calls of set_config in it. */
final class StatementEffects {

    static final String SET_CONFIG = "set_config";

    private final SqlStatement statement;

    StatementEffects(SqlStatement statement) {
        this.statement = statement;
    }

    List<SessionEffect> list() {
        List<SessionEffect> effects = new ArrayList<>(byFirstWord());
        for (int i = 0; statement.isPresent(i); i++) {
            setConfigCall(i).ifPresent(effects::add);
        }
        return effects;
    }

    private List<SessionEffect> byFirstWord() {
        if (!statement.isKind(0, TokenKind.IDENTIFIER) || !statement.isPresent(1)) {
            return List.of();
        }
        return switch (statement.name(0).orElse("")) {
            case "set" -> new SetStatement(statement).setEffects();
            case "reset" -> new SetStatement(statement).resetEffects();
            case "prepare" -> prepare();
            case "deallocate" -> deallocate();
            case "discard" -> discard();
            case "listen" -> named(1, Listen::new);
            case "unlisten" -> statement.isSymbol(1, "*") ? List.of(new UnlistenAll()) : named(1, Unlisten::new);
            default -> List.of();
        };
    }

    private List<SessionEffect> prepare() {
        boolean isTwoPhaseCommit = statement.isWord(1, "transaction") && statement.isKind(2, TokenKind.STRING);
        return isTwoPhaseCommit ? List.of() : named(1, Prepare::new);
    }

    /** {@code DEALLOCATE [PREPARE] name | ALL}, where a statement may itself be named "prepare". */
    private List<SessionEffect> deallocate() {
        int name = statement.isWord(1, "prepare") && statement.isPresent(2) ? 2 : 1;
        return statement.isWord(name, "all") ? List.of(new DeallocateAll()) : named(name, Deallocate::new);
    }

    private List<SessionEffect> discard() {
        return switch (statement.name(1).orElse("").toLowerCase(Locale.ROOT)) {
            case "all" -> List.of(new Discard(Discard.What.ALL));
            case "plans" -> List.of(new Discard(Discard.What.PLANS));
            case "sequences" -> List.of(new Discard(Discard.What.SEQUENCES));
            case "temp", "temporary" -> List.of(new Discard(Discard.What.TEMP));
            default -> List.of();
        };
    }

    private List<SessionEffect> named(int i, Function<String, SessionEffect> effect) {
        return List.of(statement.name(i).map(effect).orElseGet(Unreadable::new));
    }

    private Optional<SessionEffect> setConfigCall(int i) {
        if (isCallOfUnreadableName(i)) {
            return Optional.of(new Unreadable());
        }
        return statement.isCallOf(SET_CONFIG, i) ? Optional.of(new SetConfigCall(firstArgument(i + 2).map(SqlText::fold)))
                : Optional.empty();
    }

    private boolean isCallOfUnreadableName(int i) {
        return statement.isKind(i, TokenKind.QUOTED_IDENTIFIER) && statement.name(i).isEmpty() && statement.isSymbol(i + 3, "(");
    }

    /** A literal that is an argument of its own, with or without a cast to text. */
    private Optional<String> firstArgument(int i) {
        boolean isCast = statement.isKind(i + 1, TokenKind.TYPECAST) && statement.isWord(i + 2, "text");
        return statement.isSymbol(isCast ? i + 3 : i + 1, ",") ? statement.string(i) : Optional.empty();
    }
}
