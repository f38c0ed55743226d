package io.segue.protocol.fuzz;

/** Something that must hold does not. An error of its own, so that no decoder can catch it by accident. */
final class Finding extends Error {

    private static final long serialVersionUID = 1L;

    private Finding(String message) {
        super(message);
    }

    static void unless(boolean holds, String otherwise) {
        if (!holds) {
            throw new Finding(otherwise);
        }
    }
}
