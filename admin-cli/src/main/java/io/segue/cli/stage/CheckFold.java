package io.segue.cli.stage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leaves out what the spectator has seen before: a check of the preflight that an earlier command has shown as ok, and that is ok again.
 * How many were left out is said where the next other line comes. Main thread.
 */
final class CheckFold {

    /** As the command line writes it: {@code [  0.355 s] ok      slot            active, reserved}. */
    private static final Pattern OK = Pattern.compile("(\\[ *[\\d.]+ s\\])( ok +)(\\S+(?: \\S+)*)(?:  .*)?");

    private final Set<String> seen = new HashSet<>();
    private final List<String> folded = new ArrayList<>();

    /** @return the lines to show now: none, one, or two */
    List<String> pass(String line) {
        Matcher check = OK.matcher(line);
        if (!check.matches()) {
            List<String> shown = new ArrayList<>(folded());
            shown.add(line);
            return shown;
        }
        if (seen.add(check.group(3))) {
            return List.of(line);
        }
        folded.add(" ".repeat(check.group(1).length()) + check.group(2));
        return List.of();
    }

    /** What stands for the checks that were left out; nothing when there were none. */
    private List<String> folded() {
        if (folded.isEmpty()) {
            return List.of();
        }
        String line = "%s%d checks as before".formatted(folded.getFirst(), folded.size());
        folded.clear();
        return List.of(line);
    }
}
