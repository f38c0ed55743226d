package io.segue.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What pgbench says on its way, with {@code --progress}.
 *
 * @param seconds since its start
 * @param tps since it said so last
 */
record Progress(double seconds, double tps) {

    private static final Pattern LINE = Pattern.compile("(?m)^progress: ([\\d.]+) s, ([\\d.]+) tps,");

    /** All that is to be found in {@code output}, of which the last line may not be whole. */
    static List<Progress> read(String output) {
        List<Progress> all = new ArrayList<>();
        Matcher line = LINE.matcher(output);
        while (line.find()) {
            all.add(new Progress(Double.parseDouble(line.group(1)), Double.parseDouble(line.group(2))));
        }
        return all;
    }
}
