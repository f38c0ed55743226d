package io.segue.proxy.control.migration.model;

/** The proxy's process ends here. An Error, because nobody may catch it. */
public final class Crash extends Error {

    private static final long serialVersionUID = 1L;

    public Crash(String at) {
        super("crashed at " + at, null, false, false);
    }
}
