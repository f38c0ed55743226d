package io.segue.proxy.control.migration;

import io.segue.proxy.route.Route;

/** With what a shard starts when the proxy does. */
public sealed interface Start {

    /** The last known route. */
    Route route();

    /** The node of {@code route} has been asked and is the primary. */
    record Proved(Route route) implements Start {}

    /**
     * No node could be proved to be the primary yet. The shard's traffic must be held or refused; when a node is proved later, the
     * migrations release the traffic to it.
     *
     * @param route the last known one, which must not be believed
     * @param why for people
     */
    record Unproved(Route route, String why) implements Start {}
}
