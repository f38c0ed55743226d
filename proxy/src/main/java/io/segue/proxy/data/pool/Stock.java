package io.segue.proxy.data.pool;

import io.netty.channel.EventLoop;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.config.PoolRule;
import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkFailure;
import io.segue.proxy.data.backend.LoginKey;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.route.Node;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Links of a pool that nobody has asked for: the few that it always has while there are sessions, and those to where its shard is to move. Event loop. */
final class Stock<K> {

    private static final Logger log = LoggerFactory.getLogger(Stock.class);

    private final PoolRule rule;
    private final EventLoop loop;
    private final GateLane lane;
    private final BackendDialer dialer;
    private final Places<K> places;
    private final MoveTarget target;
    private final Consumer<PooledLink<K>> put;

    private Optional<Member> recent = Optional.empty();
    private int members;
    private int dialling;

    /** With whose start-up and key links are opened that nobody has asked for. */
    private record Member(StartupMessage startup, LoginKey key) {}

    /** @param put takes a link that was opened */
    Stock(PoolRule rule, EventLoop loop, GateLane lane, BackendDialer dialer, Places<K> places, MoveTarget target, Consumer<PooledLink<K>> put) {
        this.rule = rule;
        this.loop = loop;
        this.lane = lane;
        this.dialer = dialer;
        this.places = places;
        this.target = target;
        this.put = put;
    }

    int dialling() {
        return dialling;
    }

    /** A session of the pool is born. */
    void enter(StartupMessage startup, LoginKey key) {
        members++;
        recent = Optional.of(new Member(startup, key));
    }

    /** It is gone. */
    void leave() {
        members--;
        if (members == 0) {
            recent = Optional.empty();
        }
    }

    /** Opens one more if there are too few. */
    void fill() {
        Node node = lane.node();
        if (recent.isPresent() && lane.isOpen() && places.taken(node) < rule.min() && places.takeFree(node)) {
            open(node, recent.get(), failure ->
                    failure.ifPresent(why -> log.debug("pool link not opened node={}: {}", node, why.error().message())));
        }
    }

    /** See {@link LinkPool#warm}. */
    void warm(Node node, StartupMessage startup, LoginKey key, Consumer<Optional<LinkFailure>> done) {
        target.is(node);
        boolean enough = places.taken(node) >= places.taken(lane.node());
        if (!enough && places.takeFree(node)) {
            open(node, new Member(startup, key), done);
        } else {
            done.accept(Optional.empty());
        }
    }

    /** There is a place for it. @param done told why there is no link; empty when there is one */
    private void open(Node node, Member member, Consumer<Optional<LinkFailure>> done) {
        dialling++;
        dialer.dial(loop, node, member.startup(), member.key(), new BackendDialer.Outcome() {
            @Override
            public void linked(BackendLink link) {
                dialling--;
                put.accept(places.opened(node, link, member.startup()));
                done.accept(Optional.empty());
            }

            @Override
            public void failed(LinkFailure failure) {
                dialling--;
                places.give(node);
                done.accept(Optional.of(failure));
            }
        });
    }
}
