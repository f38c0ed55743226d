package io.segue.proxy.data.session;

import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkFailure;
import io.segue.proxy.route.Node;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A session's second link, logged in on the server that the shard is to move to and told what the session remembers, so that the move has
 * to wait for neither. Sessions opened on a standby survive its promotion. Event loop.
 */
final class SpareLink {

    private Optional<Prepared> prepared = Optional.empty();
    private boolean wanted;

    /**
     * A link that nobody uses yet.
     *
     * @param told what it knows of the session
     */
    record Prepared(BackendLink link, Replay told) {

        Prepared withoutUnnamed() {
            return new Prepared(link, told.withoutUnnamed());
        }
    }

    /** Opens a link with {@code dial}. @param done told why there is none; empty when there is one */
    void open(Consumer<BackendDialer.Outcome> dial, Consumer<Optional<LinkFailure>> done) {
        wanted = true;
        dial.accept(new BackendDialer.Outcome() {
            @Override
            public void linked(BackendLink opened) {
                arrived(opened);
                done.accept(Optional.empty());
            }

            @Override
            public void failed(LinkFailure failure) {
                done.accept(Optional.of(failure));
            }
        });
    }

    boolean isOpenTo(Node node) {
        return prepared.isPresent() && prepared.get().link().isAlive() && prepared.get().link().node().equals(node);
    }

    Optional<BackendLink> link() {
        return prepared.map(Prepared::link);
    }

    /** The link to {@code node}, now the caller's; empty when there is none that works. */
    Optional<Prepared> take(Node node) {
        if (!isOpenTo(node)) {
            return Optional.empty();
        }
        Optional<Prepared> taken = prepared;
        prepared = Optional.empty();
        return taken;
    }

    /** A link that was opened otherwise. */
    void keep(Prepared link) {
        wanted = true;
        giveBack(link);
    }

    /** Gives a link back that {@link #take} gave out, with what it has been told since. */
    void giveBack(Prepared told) {
        prepared.map(Prepared::link).ifPresent(BackendLink::close);
        prepared = Optional.empty();
        if (wanted) {
            prepared = Optional.of(told);
        } else {
            told.link().close();
        }
    }

    void close() {
        wanted = false;
        link().ifPresent(BackendLink::close);
        prepared = Optional.empty();
    }

    /** It may come when nobody wants it any more. */
    private void arrived(BackendLink opened) {
        giveBack(new Prepared(opened, Replay.NOTHING));
    }
}
