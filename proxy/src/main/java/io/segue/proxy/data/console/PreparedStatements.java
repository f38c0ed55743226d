package io.segue.proxy.data.console;

import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Describe;
import io.segue.protocol.message.Format;
import io.segue.protocol.message.ParameterDescription;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Target;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The statements and portals of one session, named and unnamed. Event loop. */
final class PreparedStatements {

    /** Of statements, and of portals, each; drivers keep a few hundred. */
    private static final int MAX_NAMES = 1_000;

    private static final String UNNAMED = "";

    private final Console console;
    private final Map<String, Console.Statement> statements = new HashMap<>();
    private final Map<String, Portal> portals = new HashMap<>();

    PreparedStatements(Console console) {
        this.console = console;
    }

    void parse(Parse message) throws ConsoleException {
        String name = message.statement();
        if (!name.equals(UNNAMED) && statements.containsKey(name)) {
            throw ConsoleErrors.statementExists(name);
        }
        List<Console.Statement> parsed = console.parse(message.query());
        if (parsed.size() > 1) {
            throw ConsoleErrors.severalCommands();
        }
        put(statements, name, parsed.isEmpty() ? EmptyStatement.INSTANCE : parsed.getFirst());
    }

    void bind(Bind message) throws ConsoleException {
        Console.Statement statement = statement(message.statement());
        if (!message.values().isEmpty()) {
            throw ConsoleErrors.parametersGiven(message.values().size(), message.statement());
        }
        if (!message.portal().equals(UNNAMED) && portals.containsKey(message.portal())) {
            throw ConsoleErrors.portalExists(message.portal());
        }
        List<Console.Column> columns = statement.columns();
        ColumnEncoding encoding = new ColumnEncoding(columns, formats(message.resultFormats(), columns.size()));
        put(portals, message.portal(), new Portal(statement, encoding));
    }

    /** None: all text. One: for all. Else one for each column. */
    private static List<Format> formats(List<Format> asked, int columns) throws ConsoleException {
        if (asked.size() <= 1) {
            return Collections.nCopies(columns, asked.isEmpty() ? Format.TEXT : asked.getFirst());
        }
        if (asked.size() != columns) {
            throw ConsoleErrors.wrongFormatCount(asked.size(), columns);
        }
        return asked;
    }

    void describe(Describe message, Consumer<BackendMessage> send) throws ConsoleException {
        switch (message.target()) {
            case STATEMENT -> {
                Console.Statement statement = statement(message.name());
                send.accept(new ParameterDescription(List.of()));
                send.accept(new Portal(statement, ColumnEncoding.text(statement.columns())).description());
            }
            case PORTAL -> send.accept(portal(message.name()).description());
        }
    }

    void close(Target target, String name) {
        switch (target) {
            case STATEMENT -> statements.remove(name);
            case PORTAL -> portals.remove(name);
        }
    }

    /** A simple query takes the place of the unnamed ones. */
    void closeUnnamed() {
        statements.remove(UNNAMED);
        portals.remove(UNNAMED);
    }

    /** Portals live as long as their transaction. */
    void closePortals() {
        portals.clear();
    }

    private Console.Statement statement(String name) throws ConsoleException {
        Console.Statement statement = statements.get(name);
        if (statement == null) {
            throw ConsoleErrors.noStatement(name);
        }
        return statement;
    }

    Portal portal(String name) throws ConsoleException {
        Portal portal = portals.get(name);
        if (portal == null) {
            throw ConsoleErrors.noPortal(name);
        }
        return portal;
    }

    private static <T> void put(Map<String, T> named, String name, T value) throws ConsoleException {
        if (named.size() >= MAX_NAMES && !named.containsKey(name)) {
            throw ConsoleErrors.tooManyNames(MAX_NAMES);
        }
        named.put(name, value);
    }
}
