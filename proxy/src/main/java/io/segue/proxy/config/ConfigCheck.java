package io.segue.proxy.config;

import io.segue.proxy.config.schema.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What {@code segue proxy -t} says of a configuration.
 *
 * @param verdict whether the proxy would start with it
 * @param lines for the operator: one that praises, or one for each finding
 */
public record ConfigCheck(Verdict verdict, List<String> lines) {

    public enum Verdict {
        GOOD,
        REFUSED
    }

    /** Reads the file, and the password that it points to, and does nothing else. */
    public static ConfigCheck of(Path file, Map<String, String> environment) {
        try {
            ConfigLoader.load(file, environment);
            return new ConfigCheck(Verdict.GOOD, List.of("configuration " + file + " is good"));
        } catch (InvalidConfigException e) {
            return new ConfigCheck(Verdict.REFUSED, e.findings().stream().map(Finding::toString).toList());
        }
    }
}
