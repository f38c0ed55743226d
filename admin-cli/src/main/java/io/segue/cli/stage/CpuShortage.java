package io.segue.cli.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long some process of this machine was ready to run and had no CPU: what a time that was measured meanwhile is worth. From the kernel's
 * pressure stall information.
 */
public record CpuShortage(Path pressure) {

    /** Of this machine. */
    public static final CpuShortage HERE = new CpuShortage(Path.of("/proc/pressure/cpu"));

    private static final Pattern SOME = Pattern.compile("^some .*total=(\\d+)$", Pattern.MULTILINE);
    private static final long MICROS_PER_MILLI = 1_000;

    /** Since the machine was started; empty where the kernel does not count it. */
    public OptionalLong totalMillis() {
        try {
            Matcher some = SOME.matcher(Files.readString(pressure));
            return some.find() ? OptionalLong.of(Long.parseLong(some.group(1)) / MICROS_PER_MILLI) : OptionalLong.empty();
        } catch (IOException notCounted) {
            return OptionalLong.empty();
        }
    }
}
