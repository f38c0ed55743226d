package io.segue.proxy.route;

/**
 * Which history a server writes, as far as two servers can be compared by it. Each promotion begins a timeline with a higher number.
 *
 * @param systemIdentifier equal on all servers that come of one initdb
 * @param timeline the one that is written, from 1
 */
public record Lineage(String systemIdentifier, int timeline) {

    /** Whether {@code other} is of the same origin and was promoted since. Histories of different origins cannot be compared. */
    public boolean isOvertakenBy(Lineage other) {
        return systemIdentifier.equals(other.systemIdentifier) && timeline < other.timeline;
    }
}
