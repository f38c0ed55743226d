package io.segue.proxy.control.migration.preflight;

import java.util.Locale;

/**
 * One line of a preflight.
 *
 * @param name the rule's, which does not change from version to version
 * @param finding what was found
 * @param advice what to do about it, with the command where there is one; empty when it is ok
 * @param allowed whether it would refuse, had an operator not allowed it by name
 */
public record Check(String name, Verdict verdict, String finding, String advice, boolean allowed) {

    /** What a finding means for the command. */
    public enum Verdict {
        OK,
        /** The command goes on; the operator should know. */
        WARN,
        /** The command is refused. */
        REFUSE;

        /** As people and scripts read it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Check of(Rule rule, Judgement judgement) {
        return new Check(rule.name(), judgement.verdict(), judgement.finding(), judgement.advice(), false);
    }

    static Check refused(String name, String finding, String advice) {
        return new Check(name, Verdict.REFUSE, finding, advice, false);
    }

    /** As an operator sees it who has taken the consequence upon himself. */
    Check allowedWith(String consequence) {
        return new Check(name, Verdict.WARN, finding, "allowed: " + consequence, true);
    }

    boolean ok() {
        return verdict == Verdict.OK;
    }

    boolean refuses() {
        return verdict == Verdict.REFUSE;
    }

    @Override
    public String toString() {
        String line = "%-6s  %-24s  %s".formatted(verdict.label(), name, finding);
        return advice.isEmpty() ? line : line + " -- " + advice;
    }
}
