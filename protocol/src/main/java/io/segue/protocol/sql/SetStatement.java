package io.segue.protocol.sql;

import io.segue.protocol.sql.SessionEffect.ResetAll;
import io.segue.protocol.sql.SessionEffect.ResetParameter;
import io.segue.protocol.sql.SessionEffect.Scope;
import io.segue.protocol.sql.SessionEffect.SetParameter;
import io.segue.protocol.sql.SessionEffect.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads SET and RESET (gram.y: VariableSetStmt, VariableResetStmt), whose many spellings all come down to names of settings. */
final class SetStatement {

    private final SqlStatement statement;

    SetStatement(SqlStatement statement) {
        this.statement = statement;
    }

    /** The effects of a statement whose first word is SET. */
    List<SessionEffect> setEffects() {
        if (isSessionSpelling(1)) {
            return settings(1, Scope.SESSION);
        }
        if (statement.isWord(1, "local") && !isAssigned(1)) {
            return settings(2, Scope.LOCAL);
        }
        return settings(statement.isWord(1, "session") && !isAssigned(1) ? 2 : 1, Scope.SESSION);
    }

    /** The effects of a statement whose first word is RESET. */
    List<SessionEffect> resetEffects() {
        if (statement.isWord(1, "all")) {
            return List.of(new ResetAll());
        }
        return List.of(specialName(1).or(() -> settingName(1)).<SessionEffect>map(ResetParameter::new).orElseGet(Unreadable::new));
    }

    private List<SessionEffect> settings(int first, Scope scope) {
        if (statement.isWords(first, "session", "characteristics", "as", "transaction")) {
            return transactionDefaults(first, scope);
        }
        boolean isOfThisTransaction = statement.isWord(first, "transaction") || statement.isWord(first, "constraints");
        if (isOfThisTransaction && !isAssigned(first)) {
            return List.of();
        }
        Optional<String> name = isAssigned(first) ? settingName(first) : specialName(first).or(() -> settingName(first));
        return List.of(name.<SessionEffect>map(setting -> new SetParameter(setting, scope)).orElseGet(Unreadable::new));
    }

    /** SESSION here is a part of what is set, not its scope. */
    private boolean isSessionSpelling(int first) {
        return statement.isWords(first, "session", "authorization") || statement.isWords(first, "session", "characteristics", "as");
    }

    /** Whether the word at {@code i} is the name of a setting, whatever else it means: {@code role = x}, {@code local.x = 1}. */
    private boolean isAssigned(int i) {
        return statement.isSymbol(i + 1, "=") || statement.isSymbol(i + 1, ".") || statement.isWord(i + 1, "to");
    }

    private Optional<String> settingName(int first) {
        return statement.dottedName(first).map(SqlText::fold);
    }

    /** The setting behind a spelling of its own. */
    private Optional<String> specialName(int first) {
        if (statement.isWords(first, "time", "zone")) {
            return Optional.of("timezone");
        }
        if (statement.isWords(first, "session", "authorization")) {
            return Optional.of("session_authorization");
        }
        if (statement.isWords(first, "transaction", "isolation", "level")) {
            return Optional.of("transaction_isolation");
        }
        if (statement.isWords(first, "xml", "option")) {
            return Optional.of("xmloption");
        }
        if (statement.isWord(first, "schema")) {
            return Optional.of("search_path");
        }
        return statement.isWord(first, "names") ? Optional.of("client_encoding") : Optional.empty();
    }

    private List<SessionEffect> transactionDefaults(int first, Scope scope) {
        List<SessionEffect> effects = new ArrayList<>();
        for (int i = first; statement.isPresent(i); i++) {
            if (statement.isWord(i, "isolation")) {
                effects.add(new SetParameter("default_transaction_isolation", scope));
            } else if (statement.isWord(i, "read") && !statement.isWord(i - 1, "level")) {
                effects.add(new SetParameter("default_transaction_read_only", scope));
            } else if (statement.isWord(i, "deferrable")) {
                effects.add(new SetParameter("default_transaction_deferrable", scope));
            }
        }
        return effects;
    }
}
