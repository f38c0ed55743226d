package io.segue.proxy.data.session;

import io.segue.proxy.route.MovePolicies;
import io.segue.proxy.watch.SessionLuggage;
import io.segue.proxy.watch.SessionLuggage.AtMove;
import java.util.Optional;

/** Whether a session can be taken to another server, and what becomes of it when it cannot. Event loop. */
final class Mobility {

    private final ClientIdentity identity;
    private final SessionMemory memory;
    private final MovePolicies policies;

    Mobility(ClientIdentity identity, SessionMemory memory) {
        this.identity = identity;
        this.memory = memory;
        this.policies = identity.shard().policies();
    }

    /** Why it cannot, as far as is known; empty when it can. */
    Optional<String> obstacle() {
        return stateObstacle().or(this::listeningObstacle);
    }

    /** Whether a move is refused for its sake, and not the session ended by the move. */
    boolean refusesMove() {
        return policies.unmovable() == MovePolicies.Unmovable.REFUSE && stateObstacle().isPresent();
    }

    /** For people. Read by other threads: each value is whole, but they may be of different moments. */
    SessionLuggage luggage() {
        Optional<String> obstacle = obstacle();
        AtMove known = memory.isStale() ? AtMove.UNKNOWN : AtMove.FOLLOWS;
        AtMove atMove = obstacle.isEmpty() ? known : refusesMove() ? AtMove.REFUSES : AtMove.ENDS;
        return new SessionLuggage(atMove, obstacle.orElse(""), memory.bytes(), memory.statementCount());
    }

    private Optional<String> stateObstacle() {
        if (identity.isPinned()) {
            return Optional.of("it is a replication connection");
        }
        return identity.tie().or(memory::unmovable);
    }

    private Optional<String> listeningObstacle() {
        return memory.isListening() && policies.listeners() == MovePolicies.Listeners.TERMINATE
                ? Optional.of("it listens for notifications")
                : Optional.empty();
    }
}
