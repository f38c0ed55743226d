package io.segue.proxy.gate;

/**
 * What came of having a shard's sessions leave the server processes that they have long used.
 *
 * @param fresh sessions that went on to a new one
 * @param away idle sessions that have none until they need one
 * @param kept sessions that keep theirs
 */
public record Renewed(int fresh, int away, int kept) {

    static final Renewed NONE = new Renewed(0, 0, 0);

    Renewed and(Guest.Renewal one) {
        return switch (one) {
            case FRESH -> new Renewed(fresh + 1, away, kept);
            case AWAY -> new Renewed(fresh, away + 1, kept);
            case KEPT -> new Renewed(fresh, away, kept + 1);
        };
    }

    public int sessions() {
        return fresh + away + kept;
    }
}
