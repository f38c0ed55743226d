package io.segue.proxy.control.node;

/** A node could not be asked, or did not do what it was told. The message names the node and what was tried. */
public final class NodeException extends Exception {

    private static final long serialVersionUID = 1L;

    public NodeException(String message) {
        super(message);
    }

    public NodeException(String message, Throwable cause) {
        super(message, cause);
    }

    static NodeException of(String node, String tried, String said, String next) {
        return new NodeException(sentence(node, tried, said, next));
    }

    /**
     * All errors read alike: {@code node_a: cannot TRIED: SAID. NEXT}
     *
     * @param tried completes "cannot"
     * @param said what the server or the shell answered
     * @param next a sentence that says what to do, or empty
     */
    static String sentence(String node, String tried, String said, String next) {
        String end = said.endsWith(".") ? "" : ".";
        return node + ": cannot " + tried + ": " + said + end + (next.isEmpty() ? "" : " " + next);
    }
}
