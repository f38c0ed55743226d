package io.segue.proxy.config;

/** How the proxy talks to the kernel. */
public enum TransportKind {
    /** As is best proved on the machine. */
    AUTO("auto"),
    EPOLL("epoll"),
    /** Fewer calls for the same work; younger than the others. */
    IO_URING("io_uring"),
    /** Java's own. */
    NIO("nio");

    private final String word;

    TransportKind(String word) {
        this.word = word;
    }

    /** As in the configuration. */
    @Override
    public String toString() {
        return word;
    }
}
