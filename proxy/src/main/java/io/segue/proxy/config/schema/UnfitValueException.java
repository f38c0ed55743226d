package io.segue.proxy.config.schema;

/** A value that its kind does not admit. Becomes a {@link Finding} where the place is known. */
public final class UnfitValueException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    public UnfitValueException(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
