package io.segue.proxy.control.migration.preflight;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a preflight found, in the order of the catalogue.
 *
 * @param took from the first question to the last verdict
 * @param prediction of the move's pause; empty before other commands, and when it could not be made
 */
public record PreflightReport(List<Check> checks, Duration took, Optional<PredictedPause> prediction) {

    /** For a command before which there is nothing to check. */
    public static final PreflightReport NOTHING = new PreflightReport(List.of(), Duration.ZERO, Optional.empty());

    public PreflightReport {
        checks = List.copyOf(checks);
    }

    /** A command that cannot be given at all now. */
    public static PreflightReport refused(String message, String hint) {
        return new PreflightReport(List.of(Check.refused("command", message, hint)), Duration.ZERO, Optional.empty());
    }

    public boolean passed() {
        return refusals().isEmpty();
    }

    public List<Check> refusals() {
        return checks.stream().filter(Check::refuses).toList();
    }

    /** Findings that would have refused, had an operator not allowed them. */
    public List<Check> allowed() {
        return checks.stream().filter(Check::allowed).toList();
    }

    /** One line per check, for people. */
    public List<String> lines() {
        return checks.stream().map(Check::toString).toList();
    }

    /** Only what is not ok, and how many are. */
    public List<String> remarkableLines() {
        List<String> lines = new ArrayList<>(
                checks.stream().filter(check -> !check.ok()).map(Check::toString).toList());
        long ok = checks.stream().filter(Check::ok).count();
        lines.add("preflight: " + ok + " of " + checks.size() + " checks ok, in " + took.toMillis() + " ms"
                + prediction.map(it -> "; predicted pause " + it).orElse(""));
        return lines;
    }

    /** What stands in the way, in one string. */
    public String findings() {
        return refusals().stream().map(check -> check.name() + ": " + check.finding()).collect(Collectors.joining("; "));
    }

    /** What to do about it, in one string. */
    public String advice() {
        return refusals().stream().map(Check::advice).distinct().collect(Collectors.joining("; "));
    }
}
