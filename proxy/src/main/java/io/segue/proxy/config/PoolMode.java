package io.segue.proxy.config;

/** How sessions come by their links. */
public enum PoolMode {
    /** A session has a link of its own, opened for it and closed with it. */
    DEDICATED("dedicated"),
    /** A session has a link as long as it lasts; then the link is reset and lent to the next. */
    SESSION("session"),
    /** A session has a link from the beginning of a transaction to its end, and longer only with what no other link can be given. */
    TRANSACTION("transaction");

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
