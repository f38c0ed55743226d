package io.segue.cli.measure;

import io.segue.cli.stage.Programs;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.StageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fast shutdown of a server and the watch on its control file, in a shell that is started beforehand and waits for one line, so
 * that the start of a process is not part of what is measured.
 */
public final class StopScript {

    /**
     * $1 pg_controldata, $2 data directory. The server counts as stopped when its control file says so: the postmaster may
     * still be busy with its archiver, which holds nothing of ours.
     */
    private static final String SCRIPT =
            """
            read -r postmaster < "$2/postmaster.pid" && read -r go || exit
            kill -INT "$postmaster"
            while true; do
                found=$("$1" -D "$2") || exit
                case $found in
                    *" cluster state:"*" shut down
            "*) break ;;
                esac
            done
            printf '%s\\n' "$found"
            """;

    private static final Pattern CHECKPOINT = Pattern.compile("(?m)^Latest checkpoint location: +(\\S+)$");
    private static final int LIMIT_SECONDS = 30;

    private final Process process;

    private StopScript(Process process) {
        this.process = process;
    }

    /** The shell is started and knows everything but when. */
    public static StopScript ready(Programs programs, Server server) throws StageException {
        try {
            return new StopScript(programs.builder(programs.asServer(List.of(
                            "sh", "-c", SCRIPT, "sh", programs.postgres("pg_controldata"), server.dataDirectory().toString())))
                    .redirectErrorStream(true)
                    .start());
        } catch (IOException e) {
            throw new StageException("cannot run sh", e);
        }
    }

    /** @return the location of the shutdown checkpoint */
    public String stop() throws StageException, InterruptedException {
        try (OutputStream input = process.getOutputStream()) {
            input.write('\n');
            input.flush();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new StageException("the server did not shut down within " + LIMIT_SECONDS + " s");
            }
            return checkpoint(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StageException("the shell that stops the server is gone", e);
        }
    }

    private static String checkpoint(String controlData) throws StageException {
        Matcher matcher = CHECKPOINT.matcher(controlData);
        if (!matcher.find()) {
            throw new StageException("pg_controldata says no checkpoint location: " + controlData);
        }
        return matcher.group(1);
    }
}
