package io.segue.proxy.data.session;

import io.segue.protocol.message.ErrorFields;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkFailure;
import io.segue.proxy.gate.Guest.WarmResult;
import io.segue.proxy.route.Node;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Gets a session ready to move: a spare link to the target, logged in and told what the session remembers, for which its memory may first
 * have to be completed. Event loop.
 */
final class Warmup {

    /** A standby ends logins and statements that stand in the way of its replay (standby.c), so that one failure means little. */
    private static final int TRIES = 5;

    private final ClientIdentity identity;
    private final SessionMemory memory;
    private final Mobility mobility;
    private final Relink relink;
    private final SpareLink spare = new SpareLink();
    /** Present when any link of a pool will do. */
    private final Optional<LinkReturn> linkReturn;
    private Optional<Runnable> waiting = Optional.empty();
    private boolean sessionOver;

    Warmup(ClientIdentity identity, SessionMemory memory, Mobility mobility, Relink relink, Optional<LinkReturn> linkReturn) {
        this.linkReturn = linkReturn;
        this.identity = identity;
        this.memory = memory;
        this.mobility = mobility;
        this.relink = relink;
    }

    /**
     * Begins.
     *
     * @param ask has the session's server asked what is not known yet, as soon as it can be; {@link #memoryIsComplete} must follow
     */
    void begin(Node target, Consumer<WarmResult> done, Runnable ask) {
        if (linkReturn.isEmpty() || linkReturn.get().isPinned()) {
            new Attempt(target, done, ask).connect();
        } else if (sessionOver) {
            done.accept(new WarmResult.Gone());
        } else if (linkReturn.get().isUndecided()) {
            waiting = Optional.of(() -> begin(target, done, ask));
        } else {
            linkReturn.get().warm(target, TRIES, done);
        }
    }

    /** Whether somebody waits for the memory to be complete. */
    boolean isWaiting() {
        return waiting.isPresent();
    }

    void memoryIsComplete() {
        Optional<Runnable> next = waiting;
        waiting = Optional.empty();
        next.ifPresent(Runnable::run);
    }

    Optional<SpareLink.Prepared> take(Node node) {
        return spare.take(node);
    }

    /** Whether there is a link on which the session could read. */
    boolean isOpenToRead(Node standby) {
        return spare.isOpenTo(standby) || linkReturn.filter(it -> it.hasAside(standby)).isPresent();
    }

    /** For a read; {@link #giveBack} follows, or it is closed. */
    Optional<SpareLink.Prepared> takeToRead(Node standby) {
        return spare.take(standby).or(() -> linkReturn.flatMap(it -> it.takeAside(standby)));
    }

    /** A link that the session has, but for which it has no use yet. */
    void keep(SpareLink.Prepared link) {
        spare.keep(link);
    }

    /** Gives a link back that {@link #take} gave out. */
    void giveBack(SpareLink.Prepared told) {
        if (linkReturn.isEmpty() || !linkReturn.get().giveAsideBack(told)) {
            spare.giveBack(told);
        }
    }

    Optional<BackendLink> spareLink() {
        return spare.link();
    }

    void cool() {
        spare.close();
        linkReturn.ifPresent(LinkReturn::cool);
    }

    /** The session is over. */
    void end() {
        sessionOver = true;
        spare.close();
        memoryIsComplete();
    }

    /** One request to get ready, with as many tries as it takes. */
    private final class Attempt implements Relink.Outcome {

        private final Node target;
        private final Consumer<WarmResult> done;
        private final Runnable ask;
        private int triesLeft = TRIES;

        Attempt(Node target, Consumer<WarmResult> done, Runnable ask) {
            this.target = target;
            this.done = done;
            this.ask = ask;
        }

        void connect() {
            if (sessionOver) {
                done.accept(new WarmResult.Gone());
            } else if (identity.tie().isPresent()) {
                done.accept(stays(identity.tie().get()));
            } else if (spare.isOpenTo(target)) {
                prepare();
            } else {
                spare.open(outcome -> relink.dial(target, outcome), failure -> {
                    if (failure.isPresent()) {
                        notConnected(failure.get());
                    } else {
                        connected();
                    }
                });
            }
        }

        /** It may have come when nobody wanted it any more. */
        private void connected() {
            if (spare.isOpenTo(target)) {
                prepare();
            } else {
                done.accept(sessionOver
                        ? new WarmResult.Gone()
                        : new WarmResult.Cold(identity + ": its spare link was closed again"));
            }
        }

        private void notConnected(LinkFailure failure) {
            if (failure instanceof LinkFailure.Refused refused && refused.concernsTheClient()) {
                done.accept(cold(failure.error()));
            } else {
                tryAgain(failure.error());
            }
        }

        private void prepare() {
            if (memory.isStale()) {
                waiting = Optional.of(this::connect);
                ask.run();
            } else if (mobility.obstacle().isPresent()) {
                if (!mobility.refusesMove()) {
                    spare.close();
                }
                done.accept(stays(mobility.obstacle().get()));
            } else {
                relink.tell(spare.take(target).orElseThrow(), memory.replay(), this);
            }
        }

        private WarmResult stays(String reason) {
            String line = identity + ": " + reason;
            return mobility.refusesMove() ? new WarmResult.Unmovable(line) : new WarmResult.Ending(line);
        }

        @Override
        public void relinked(SpareLink.Prepared told) {
            spare.giveBack(told);
            done.accept(new WarmResult.Warm());
        }

        @Override
        public void unreachable(ErrorFields cause) {
            tryAgain(cause);
        }

        @Override
        public void impossible(ErrorFields cause) {
            done.accept(new WarmResult.Unmovable(identity + ": " + cause.detail().orElse(cause.message())));
        }

        private void tryAgain(ErrorFields cause) {
            if (--triesLeft > 0) {
                connect();
            } else {
                done.accept(cold(cause));
            }
        }

        private WarmResult.Cold cold(ErrorFields cause) {
            return new WarmResult.Cold(identity + ": " + cause.message() + cause.detail().map(detail -> ": " + detail).orElse(""));
        }
    }
}
