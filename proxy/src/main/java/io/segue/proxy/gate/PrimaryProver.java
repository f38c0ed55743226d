package io.segue.proxy.gate;

import io.segue.proxy.route.Route;
import io.segue.proxy.route.Shard;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Finds out from the nodes themselves which of them takes writes. Implemented by control; must answer within its own limit. */
@FunctionalInterface
public interface PrimaryProver {

    /** @return the route to the one node that says it is the primary; empty when none or more than one says so */
    CompletionStage<Optional<Route>> prove(Shard shard);
}
