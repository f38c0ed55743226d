package io.segue.proxy.control.migration.verify;

import java.util.Locale;

/**
 * What one check of a verification found.
 *
 * @param advice what to do about it; empty when it is ok
 */
public record Finding(String check, Verdict verdict, String finding, String advice) {

    public enum Verdict {
        OK,
        /** It could not be checked, or not all of it. */
        WARN,
        /** What was moved is not what it was. */
        FAILED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Nothing was looked at. */
    public static Finding refused(String why, String advice) {
        return new Finding("verify", Verdict.FAILED, why + "; nothing was looked at", advice);
    }

    static Finding ok(String check, String finding) {
        return new Finding(check, Verdict.OK, finding, "");
    }

    static Finding warn(String check, String finding, String advice) {
        return new Finding(check, Verdict.WARN, finding, advice);
    }

    static Finding failed(String check, String finding, String advice) {
        return new Finding(check, Verdict.FAILED, finding, advice);
    }
}
