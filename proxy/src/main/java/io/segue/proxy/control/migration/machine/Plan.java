package io.segue.proxy.control.migration.machine;

/**
 * From which node to which other one a shard moves. A switchback is the same plan reversed.
 *
 * @param shard the shard's name
 * @param source the node that has the traffic when the move begins
 * @param target the node that is to have it
 * @param direction whether this is the move the operator prepared, or the way back
 */
public record Plan(String shard, String source, String target, Direction direction) {

    /** Which way a move goes, seen from what the operator prepared. */
    public enum Direction {
        OUT,
        BACK
    }

    public Plan {
        if (source.equals(target)) {
            throw new IllegalArgumentException("shard " + shard + " cannot move from " + source + " to itself");
        }
    }

    /** The plan of a newly prepared move. */
    public static Plan out(String shard, String source, String target) {
        return new Plan(shard, source, target, Direction.OUT);
    }

    /** The same road the other way. */
    public Plan reversed() {
        return new Plan(shard, target, source, direction == Direction.OUT ? Direction.BACK : Direction.OUT);
    }

    /** The slot on the source through which the target streams. */
    public String slot() {
        return SlotName.of(shard, target);
    }

    /** The slot on the target through which the source will stream after the move. */
    public String wayBackSlot() {
        return SlotName.of(shard, source);
    }

    /** Where a move that was undone rests. */
    Resting departure() {
        return switch (direction) {
            case OUT -> new Resting.Ready(this);
            case BACK -> new Resting.Moved(reversed());
        };
    }

    /** Where a move that succeeded rests. */
    Resting arrival() {
        return switch (direction) {
            case OUT -> new Resting.Moved(this);
            case BACK -> new Resting.Ready(reversed());
        };
    }

    /** Where the shard rests when the source has the traffic and the target is not ready to take it. */
    Resting aloneOnSource() {
        return new Resting.Alone(out(shard, source, target));
    }

    /** Where the shard rests when the target has the traffic and the source is not ready to take it back. */
    Resting aloneOnTarget() {
        return new Resting.Alone(out(shard, target, source));
    }

    @Override
    public String toString() {
        return source + " -> " + target;
    }
}
