package io.segue.proxy.control.console;

import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.ConsoleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/** The console. Safe from any thread: each statement is a value of its own. */
public final class AdminConsole implements Console {

    /** What clients of PostgreSQL expect of a server that speaks as the console does. */
    private static final String POSTGRESQL_VERSION = "15.0";

    private final Operations operations;
    private final AuditLog auditLog = new AuditLog();
    private final String serverVersion;

    /**
     * @param version of Segue, such as {@code 0.1.0}
     * @param threads makes the virtual threads on which moves run and nodes are asked
     */
    public AdminConsole(ConsoleSubjects subjects, String version, ThreadFactory threads) {
        String named = "Segue " + version;
        this.serverVersion = POSTGRESQL_VERSION + " (" + named + ")";
        this.operations = new Operations(subjects, named, serverVersion, threads);
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        Arrays.stream(DriverParameter.values())
                .filter(DriverParameter::reportedAtLogin)
                .forEach(one -> parameters.put(one.parameter(), one.value(serverVersion)));
        return parameters;
    }

    @Override
    public List<Statement> parse(String text) throws ConsoleException {
        List<Statement> statements = new ArrayList<>();
        for (Command command : CommandParser.parse(text)) {
            statements.add(new ParsedStatement(command, operations.of(command), auditLog));
        }
        return List.copyOf(statements);
    }
}
