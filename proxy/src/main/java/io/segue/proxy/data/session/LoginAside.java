package io.segue.proxy.data.session;

import io.segue.protocol.message.ErrorFields;
import io.segue.proxy.data.session.SessionPhase.Purpose;
import io.segue.proxy.data.session.SessionPhase.Relinking;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.gate.ReadMove;
import io.segue.proxy.route.Node;
import java.util.Optional;

/**
 * A login in a hold is completed on the node that is to serve next: pools grow in stalls, and only what the client says then may have to
 * wait. What the standby says against it, the primary may know better: then the login waits for the release. Event loop.
 */
final class LoginAside {

    private final ClientIdentity identity;
    private final Course course;
    private final GateLane lane;
    private final SessionMemory memory;
    private final Greeting greeting;
    private final Relink relink;
    private final Warmup warmup;

    LoginAside(
            ClientIdentity identity, Course course, GateLane lane, SessionMemory memory, Greeting greeting, Relink relink, Warmup warmup) {
        this.identity = identity;
        this.course = course;
        this.lane = lane;
        this.memory = memory;
        this.greeting = greeting;
        this.relink = relink;
        this.warmup = warmup;
    }

    /** Where it may be completed; empty when it waits. Only for a session that has a link of its own. */
    Optional<Node> standby() {
        return identity.isPinned() || identity.tie().isPresent() ? Optional.empty() : lane.reads().map(ReadMove::standby);
    }

    void begin(Node standby) {
        course.become(new Relinking(Purpose.GREETING));
        course.updateReading();
        lane.logins().enter(() -> {
            if (course.phase() instanceof Relinking) {
                relink.start(standby, Optional.empty(), memory.replay(), new Arrival());
            } else {
                lane.logins().leave();
            }
        });
    }

    private final class Arrival implements Relink.Outcome {

        @Override
        public void relinked(SpareLink.Prepared link) {
            lane.logins().leave();
            if (course.phase() instanceof Relinking) {
                memory.begins();
                greeting.hello(link.link());
                warmup.keep(link);
                course.become(new Unlinked());
                course.updateReading();
                course.wake();
            } else {
                link.link().close();
            }
        }

        @Override
        public void unreachable(ErrorFields cause) {
            lane.logins().leave();
            if (course.phase() instanceof Relinking) {
                course.seeking().greetLater();
            }
        }

        @Override
        public void impossible(ErrorFields cause) {
            unreachable(cause);
        }
    }
}
