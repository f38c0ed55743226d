package io.segue.cli.stage;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every show needs to be set up. The hidden ones come from the scripts in {@code bin/}, which have looked for them. */
public final class StageOptions {

    @Option(
            names = "--keep",
            description = "Leave the directory with data, logs and configuration for a look. Everything is stopped nevertheless.")
    private boolean keep;

    @Option(
            names = "--pg-bin",
            paramLabel = "DIR",
            description = "PostgreSQL's programs (default: the newest complete installation, or SEGUE_PG_BIN).")
    private Path postgres;

    @Option(names = "--launcher", hidden = true, required = true)
    private Path launcher;

    @Option(names = "--server-user", hidden = true)
    private Optional<String> serverUser = Optional.empty();

    public boolean keep() {
        return keep;
    }

    Path launcher() {
        return launcher;
    }

    Path postgres() {
        return postgres;
    }

    Optional<String> serverUser() {
        return serverUser;
    }
}
