package io.segue.proxy.gate;

import static io.segue.proxy.gate.House.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.gate.GateSnapshot.State;
import io.segue.proxy.gate.GatePropertiesTest.Deed;
import io.segue.proxy.route.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.Set;
import java.util.function.Consumer;

/** Guests on several loops that behave as sessions do: at most one unit of work each, and one wait for it. */
final class Crowd {

    static final int LOOPS = 3;
    static final int GUESTS_PER_LOOP = 3;

    private final House house = House.open(LOOPS, House.Bounds.ramp(LOOPS));
    private final List<List<Session>> sessions = new ArrayList<>();
    private CompletableFuture<Void> drained = new CompletableFuture<>();

    Crowd() {
        for (int loop = 0; loop < LOOPS; loop++) {
            List<Session> here = new ArrayList<>();
            for (int number = 0; number < GUESTS_PER_LOOP; number++) {
                here.add(new Session(house.lane(loop)));
            }
            house.loop(loop).now(() -> here.forEach(session -> session.lane.register(session)));
            sessions.add(here);
        }
    }

    /** What a session does; the lane's own account must agree. */
    private enum Doing {
        NOTHING,
        WORK,
        WAIT,
        GONE
    }

    private static final class Session implements Guest {

        private final GateLane lane;
        private Doing doing = Doing.NOTHING;

        Session(GateLane lane) {
            this.lane = lane;
        }

        void beginWork() {
            if (doing == Doing.NOTHING) {
                if (lane.enter()) {
                    doing = Doing.WORK;
                } else {
                    doing = Doing.WAIT;
                    lane.join(this);
                }
            }
        }

        void endWork() {
            if (doing == Doing.WORK) {
                doing = Doing.NOTHING;
                lane.leave();
            }
        }

        void quit() {
            lane.quit(this);
            if (doing == Doing.WAIT) {
                doing = Doing.NOTHING;
            }
        }

        void go() {
            endWork();
            lane.unregister(this);
            doing = Doing.GONE;
        }

        @Override
        public int waitingBytes() {
            return 1;
        }

        @Override
        public void admitted() {
            assertThat(doing).isEqualTo(Doing.WAIT);
            assertThat(lane.enter()).isTrue();
            doing = Doing.WORK;
        }

        @Override
        public void suspect(Set<Integer> processes) {
            // It has nothing.
        }

        @Override
        public void inquire(Runnable done) {
            done.run();
        }

        @Override
        public void relisten(Node target, Runnable done) {
            done.run();
        }

        @Override
        public void opened() {
            // It listens to nothing.
        }

        @Override
        public void endTransaction() {
            // It has none.
        }

        @Override
        public void cancelTransaction(Set<Integer> committing) {
            // It has none.
        }

        @Override
        public void shardMoved() {
            // it is tied to no node
        }

        @Override
        public void admittedToRead() {
            throw new IllegalStateException("it did not ask to read");
        }

        @Override
        public void refused(Refusal refusal) {
            assertThat(doing).isEqualTo(Doing.WAIT);
            doing = Doing.NOTHING;
        }

        @Override
        public void holdBegins() {
            assertThat(doing).isNotEqualTo(Doing.GONE);
        }

        @Override
        public void warm(Node target, Consumer<WarmResult> done) {
            done.accept(new WarmResult.Warm());
        }

        @Override
        public boolean isAtRest() {
            return false;
        }

        @Override
        public void renew(Consumer<Renewal> done) {
        done.accept(Renewal.KEPT);
    }

    @Override
    public void cool() {
            // it has no spare link
        }
    }

    ShardGate gate() {
        return house.gate();
    }

    void does(Deed deed) {
        Session session = sessions.get(deed.loop()).get(deed.guest());
        SteppedLoop loop = house.loop(deed.loop());
        switch (deed.kind()) {
            case HOLD -> hold();
            case RELEASE -> gate().release(gate().route().movedTo(House.B));
            case REFUSE -> gate().refuse();
            case STEP -> loop.step();
            case BEGIN_WORK -> loop.now(session::beginWork);
            case END_WORK -> loop.now(session::endWork);
            case QUIT -> loop.now(session::quit);
            case GO -> loop.now(session::go);
        }
    }

    void hold() {
        if (gate().snapshot().state() != State.HOLDING) {
            drained = gate().hold("cutover 1", LIMIT).toCompletableFuture();
        }
    }

    void endWork() {
        sessions.forEach(here -> here.forEach(Session::endWork));
    }

    void catchUp() {
        house.runAll();
    }

    boolean isDrained() {
        return drained.isDone() && !drained.isCompletedExceptionally();
    }

    boolean anyLaneOpen() {
        return sessions.stream().anyMatch(here -> here.getFirst().lane.isOpen());
    }

    int waiting() {
        return count(Doing.WAIT);
    }

    int working() {
        return count(Doing.WORK);
    }

    int living() {
        return LOOPS * GUESTS_PER_LOOP - count(Doing.GONE);
    }

    private int count(Doing doing) {
        return (int) sessions.stream().flatMap(List::stream).filter(session -> session.doing == doing).count();
    }
}
