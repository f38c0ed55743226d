package io.segue.proxy.control.migration.step;

/** How a step ends when it does not succeed. */
public abstract sealed class StepException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String detail;
    private final String hint;

    private StepException(String message, String detail, String hint, Throwable cause) {
        super(message, cause);
        this.detail = detail;
        this.hint = hint;
    }

    /** More than the message says; may be empty. */
    public String detail() {
        return detail;
    }

    /** What to do next; may be empty. */
    public String hint() {
        return hint;
    }

    /** It cannot be done. */
    public static final class Failed extends StepException {

        private static final long serialVersionUID = 1L;

        /** @param hint never blank: whoever hears of a failure is told what to do next */
        public Failed(String message, String detail, String hint) {
            this(message, detail, hint, null);
        }

        /** @param hint never blank */
        public Failed(String message, String detail, String hint, Throwable cause) {
            super(message, detail, told(hint), cause);
        }

        private static String told(String hint) {
            if (hint.isBlank()) {
                throw new IllegalArgumentException("a failure without a hint");
            }
            return hint;
        }
    }

    /** The running units of work did not end within the drain budget; another attempt is allowed. */
    public static final class Overran extends StepException {

        private static final long serialVersionUID = 1L;

        public Overran(String message) {
            super(message, "", "", null);
        }
    }

    /** An operator has asked to give up. */
    public static final class Aborted extends StepException {

        private static final long serialVersionUID = 1L;

        public Aborted() {
            super("aborted by request", "", "repeat the command when it is wanted again", null);
        }
    }
}
