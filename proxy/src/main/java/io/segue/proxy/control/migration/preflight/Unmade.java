package io.segue.proxy.control.migration.preflight;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The checks of a preflight that could not be made, because what they judge by was not answered. They are one finding, with their reasons. */
final class Unmade {

    private static final String NAME = "answers";
    /** More checks of one reason than that are counted, not named. */
    private static final int NAMED = 3;

    private final Map<String, List<String>> rulesByReason = new LinkedHashMap<>();

    void add(Rule rule, Asked.Unanswered why) {
        rulesByReason.computeIfAbsent(why.getMessage(), _ -> new ArrayList<>()).add(rule.name());
    }

    /** Empty when all could be made. */
    Optional<Check> check() {
        if (rulesByReason.isEmpty()) {
            return Optional.empty();
        }
        int number = rulesByReason.values().stream().mapToInt(List::size).sum();
        String reasons = rulesByReason.entrySet().stream()
                .map(each -> named(each.getValue()) + ": " + each.getKey())
                .collect(Collectors.joining("; "));
        return Optional.of(Check.refused(
                NAME, number + (number == 1 ? " check" : " checks") + " could not be made; " + reasons, "repeat the command when both nodes and their shells answer"));
    }

    private static String named(List<String> rules) {
        int more = rules.size() - NAMED;
        String names = rules.stream().limit(NAMED).collect(Collectors.joining(", "));
        return more > 0 ? names + " and " + more + " more" : names;
    }
}
