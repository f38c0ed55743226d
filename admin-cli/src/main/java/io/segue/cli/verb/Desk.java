package io.segue.cli.verb;

import io.segue.cli.console.Answer;
import io.segue.cli.console.ConsoleLink;
import io.segue.cli.console.Credentials;
import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import io.segue.cli.output.Output;
import io.segue.cli.output.Report;
import io.segue.cli.terminal.Keyboard;
import java.util.Optional;

/** What every verb works with: the connection, the output and the person, as the options and the environment say. */
final class Desk {

    /** The driver's SQLSTATE when the proxy wants a password and none is known. */
    private static final String CONNECTION_REJECTED = "08004";

    private final Environment environment;
    private final ConnectionOptions options;

    Desk(Environment environment, ConnectionOptions options) {
        this.environment = environment;
        this.options = options;
    }

    Environment environment() {
        return environment;
    }

    ConnectionOptions options() {
        return options;
    }

    Keyboard keyboard() {
        return environment.keyboard();
    }

    /** Made anew for each command, so that the clock of its progress lines begins with it. */
    Output output() {
        return Output.of(options.format(), environment.out(), environment.err());
    }

    ConsoleLink connect() throws CliException {
        Credentials credentials = options.credentials(environment);
        try {
            return ConsoleLink.open(credentials);
        } catch (CliException failure) {
            if (credentials.password().isEmpty() && failure.sqlState().equals(CONNECTION_REJECTED)) {
                return connectAsking(credentials, failure);
            }
            throw failure;
        }
    }

    private ConsoleLink connectAsking(Credentials credentials, CliException failure) throws CliException {
        Optional<String> password = keyboard().attended()
                ? keyboard().askSecret("Password for " + credentials + ": ")
                : Optional.empty();
        return ConsoleLink.open(credentials.withPassword(password.orElseThrow(() -> failure)));
    }

    /** Runs a statement that answers at once, and shows its rows under {@code name}. */
    int show(String command, String name, String sql) throws CliException {
        try (ConsoleLink link = connect()) {
            output().done(command, Report.rows(name, link.ask(sql)));
        }
        return ExitCode.DONE.number();
    }

    /** Runs a statement that does something, telling its progress, and shows its one row. */
    int perform(String command, Undertaking undertaking, String sql) throws CliException {
        try (ConsoleLink link = connect()) {
            perform(link, command, undertaking, sql);
        }
        return ExitCode.DONE.number();
    }

    void perform(ConsoleLink link, String command, Undertaking undertaking, String sql) throws CliException {
        Output output = output();
        Answer answer = new LiveCommand(environment, options.timeout(), output, undertaking).run(link, sql);
        output.done(command, Report.row("result", answer));
    }
}
