package io.segue.proxy.config;

import java.util.Objects;

/** Text that must not be printed. {@link #reveal()} is the only way to it. */
public final class Secret {

    private final String text;

    public Secret(String text) {
        this.text = Objects.requireNonNull(text);
    }

    public String reveal() {
        return text;
    }

    /** Whether there is none: the role logs in without a password. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public String toString() {
        return "********";
    }
}
