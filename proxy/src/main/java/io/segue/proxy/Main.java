package io.segue.proxy;

import io.segue.proxy.config.ConfigCheck;
import io.segue.proxy.config.ConfigLoader;
import io.segue.proxy.config.ConfigTable;
import io.segue.proxy.config.InvalidConfigException;
import io.segue.proxy.config.SegueConfig;
import io.segue.proxy.control.console.Setting;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code segue proxy}: reads the configuration, builds the {@link Proxy}, waits for a signal. */
public final class Main {

    /** As in the POM, without {@code -SNAPSHOT}. */
    static final String VERSION = "0.1.0";

    private static final int GOOD = 0;
    private static final int BAD_CONFIGURATION = 1;
    private static final int BAD_USAGE = 2;
    private static final int CANNOT_START = 3;

    private static final String USAGE = """
            Usage: segue proxy -c FILE [-t]
              -c FILE     the configuration
              -t          only check it
              --version   print the version
              --help      print this

            Runs in the foreground and logs to standard error (level by SEGUE_LOG_LEVEL). SIGTERM and SIGINT stop it: no new
            clients are taken, running transactions get limits.shutdown to end.

            Exit codes: 0 stopped in order, or the configuration is good; 1 the configuration is not; 2 usage; 3 cannot start.
            """;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        int exit = run(List.of(arguments), System.getenv(), System.out, System.err);
        if (exit != GOOD) {
            System.exit(exit);
        }
    }

    private static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err)
            throws InterruptedException {
        return switch (arguments) {
            case List<String> it when it.equals(List.of("--version")) -> {
                out.println("segue " + VERSION + " (PostgreSQL protocol 3.0 to 3.2)");
                yield GOOD;
            }
            case List<String> it when it.equals(List.of("--help")) -> {
                out.print(USAGE);
                yield GOOD;
            }
            case List<String> it when it.size() == 2 && it.getFirst().equals("-c") -> serve(Path.of(it.getLast()), environment, err);
            case List<String> it when it.size() == 3 && it.getFirst().equals("-c") && it.getLast().equals("-t") ->
                check(Path.of(it.get(1)), environment, out, err);
            case List<String> it when it.size() == 3 && it.getFirst().equals("-t") && it.get(1).equals("-c") ->
                check(Path.of(it.getLast()), environment, out, err);
            default -> {
                err.print(USAGE);
                yield BAD_USAGE;
            }
        };
    }

    private static int check(Path file, Map<String, String> environment, PrintStream out, PrintStream err) {
        ConfigCheck check = ConfigCheck.of(file, environment);
        return switch (check.verdict()) {
            case GOOD -> {
                check.lines().forEach(out::println);
                yield GOOD;
            }
            case REFUSED -> {
                check.lines().forEach(err::println);
                yield BAD_CONFIGURATION;
            }
        };
    }

    private static int serve(Path file, Map<String, String> environment, PrintStream err) throws InterruptedException {
        Logger log = LoggerFactory.getLogger(Main.class);
        try {
            SegueConfig config = ConfigLoader.load(file, environment);
            Proxy proxy = Proxy.start(config, () -> settings(file, environment));
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                log.info("segue stops");
                proxy.close();
                log.info("segue stopped");
                stopped.countDown();
            }, "shutdown"));
            stopped.await();
            return GOOD;
        } catch (InvalidConfigException e) {
            e.findings().forEach(err::println);
            return BAD_CONFIGURATION;
        } catch (IOException e) {
            log.error("segue cannot start: {}", e.getMessage(), e);
            return CANNOT_START;
        }
    }

    /** What the file says now; it may have been edited since the start, which is worth seeing. */
    private static List<Setting> settings(Path file, Map<String, String> environment) {
        try {
            return ConfigTable.of(file, environment).stream()
                    .map(row -> new Setting(row.key(), row.value(), row.defaultValue(), false))
                    .toList();
        } catch (InvalidConfigException e) {
            throw new IllegalStateException("the configuration cannot be read any more: " + e.getMessage(), e);
        }
    }
}
