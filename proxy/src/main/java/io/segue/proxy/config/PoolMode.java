package io.segue.proxy.config;

/** How sessions come by their links. */
public enum PoolMode {
    /** A session has a link of its own, opened for it and closed with it. */
    DEDICATED("dedicated"),
    /** A session has a link as long as it lasts; then the link is reset and lent to the next. */
    SESSION("session");

    private final String word;

    PoolMode(String word) {
        this.word = word;
    }

    /** As in the configuration and on the console. */
    @Override
    public String toString() {
        return word;
    }
}
