package io.segue.cli.verb;

import io.segue.cli.console.Credentials;
import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import io.segue.cli.output.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options every verb has, with the defaults that users of psql expect. They may stand before the verb or behind it. */
public final class ConnectionOptions {

    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final int DEFAULT_PORT = 6432;

    @Option(
            names = {"-h", "--host"},
            scope = ScopeType.INHERIT,
            paramLabel = "HOST",
            description = "The proxy's address; else PGHOST, else 127.0.0.1.")
    private String host;

    @Option(
            names = {"-p", "--port"},
            scope = ScopeType.INHERIT,
            paramLabel = "PORT",
            description = "The proxy's port for clients; else PGPORT, else 6432.")
    private Integer port;

    @Option(
            names = {"-U", "--user"},
            scope = ScopeType.INHERIT,
            paramLabel = "ROLE",
            description = "An admin role of the proxy; else PGUSER, else the operating system's user.")
    private String user;

    @Option(
            names = "--password-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "A file whose first line is the password; else PGPASSWORD, else PGPASSFILE or ~/.pgpass.")
    private Path passwordFile;

    @Option(
            names = "--format",
            scope = ScopeType.INHERIT,
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Tables, or exactly one JSON document on stdout (progress always goes to stderr). Default: text.")
    private Output.Format format;

    @Option(
            names = "--timeout",
            scope = ScopeType.INHERIT,
            paramLabel = "DURATION",
            description = "How long a move may take, such as 90s or 5m; then it is aborted, as by Ctrl-C and yes. Default: no limit.")
    private Duration timeout;

    Output.Format format() {
        return Optional.ofNullable(format).orElse(Output.Format.TEXT);
    }

    Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    Credentials credentials(Environment environment) throws CliException {
        Map<String, String> variables = environment.variables();
        return new Credentials(
                host(variables),
                port(variables),
                given(user, variables.get("PGUSER")).orElse(environment.operatingSystemUser()),
                password(variables));
    }

    private String host(Map<String, String> variables) throws CliException {
        String wanted = given(host, variables.get("PGHOST")).orElse(DEFAULT_HOST);
        if (wanted.startsWith("/")) {
            throw new CliException(
                    ExitCode.USAGE,
                    "the host \"" + wanted + "\" is a directory of Unix sockets, and the proxy listens on TCP only",
                    "Give --host with a name or an IP address.");
        }
        return wanted;
    }

    private int port(Map<String, String> variables) throws CliException {
        if (port != null) {
            return port;
        }
        String wanted = variables.getOrDefault("PGPORT", "");
        if (wanted.isBlank()) {
            return DEFAULT_PORT;
        }
        try {
            return Integer.parseInt(wanted.strip());
        } catch (NumberFormatException notANumber) {
            throw new CliException(
                    ExitCode.USAGE, "PGPORT is \"" + wanted + "\", which is not a port number", "Unset it or give --port.");
        }
    }

    private Optional<String> password(Map<String, String> variables) throws CliException {
        return passwordFile == null
                ? Optional.ofNullable(variables.get("PGPASSWORD"))
                : Optional.of(firstLine(passwordFile));
    }

    private static String firstLine(Path file) throws CliException {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException unreadable) {
            throw new CliException(
                    ExitCode.USAGE,
                    "the password file " + file + " cannot be read",
                    "It must be readable for this user and hold the password as its first line.");
        }
    }

    private static Optional<String> given(String option, String variable) {
        return Optional.ofNullable(option).or(() -> Optional.ofNullable(variable).filter(text -> !text.isBlank()));
    }
}
