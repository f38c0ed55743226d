package io.segue.proxy.control.migration.preflight;

import io.segue.proxy.control.migration.preflight.Check.Verdict;
import java.util.List;

/** What a rule makes of what was found. */
record Judgement(Verdict verdict, String finding, String advice) {

    /** More of a list than that is counted, not named. */
    private static final int SHOWN = 5;

    static Judgement ok(String finding) {
        return new Judgement(Verdict.OK, finding, "");
    }

    static Judgement warn(String finding, String advice) {
        return new Judgement(Verdict.WARN, finding, advice);
    }

    static Judgement refuse(String finding, String advice) {
        return new Judgement(Verdict.REFUSE, finding, advice);
    }

    /** One of the two, by what was found. */
    static Judgement refuseUnless(boolean good, String finding, String advice) {
        return good ? ok(finding) : refuse(finding, advice);
    }

    static Judgement warnUnless(boolean good, String finding, String advice) {
        return good ? ok(finding) : warn(finding, advice);
    }

    /** Nothing of {@code what} should be there. */
    static Judgement refuseAny(String what, List<?> found, String advice) {
        return refuseUnless(found.isEmpty(), listed(what, found), advice);
    }

    static Judgement warnAny(String what, List<?> found, String advice) {
        return warnUnless(found.isEmpty(), listed(what, found), advice);
    }

    static String listed(String what, List<?> found) {
        if (found.isEmpty()) {
            return "no " + what;
        }
        String first = String.join("; ", found.stream().limit(SHOWN).map(Object::toString).toList());
        int more = found.size() - SHOWN;
        return found.size() + " " + what + ": " + first + (more > 0 ? "; and " + more + " more" : "");
    }
}
