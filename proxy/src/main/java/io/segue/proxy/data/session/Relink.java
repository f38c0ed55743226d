package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkFailure;
import io.segue.proxy.data.backend.LoginKey;
import io.segue.proxy.data.backend.PrivateTalk;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings a session to a link to the node that is right now: the spare one, or a new one; and tells it what the session remembers. Event
 * loop; the outcome comes once, perhaps from within {@link #start}.
 */
final class Relink {

    private final BackendDialer dialer;
    private final EventLoop loop;
    private final StartupMessage startup;
    private final LoginKey key;
    private final Duration talkLimit;
    private final PrivateTalk.NotificationSink notifications;

    /** What came of it. */
    interface Outcome {

        /** The link is idle, knows what it must, and has no listener yet. */
        void relinked(SpareLink.Prepared link);

        /** What the server said before it refused, which follows. Of interest to a client that logs in, and to no other. */
        default void remarked(List<BackendMessage> remarks) {
            // it was said when the client logged in
        }

        /** No link could be had; another try may go better. */
        void unreachable(ErrorFields cause);

        /** The server refuses this client or what it brings along: trying again is of no use. */
        void impossible(ErrorFields cause);
    }

    Relink(
            BackendDialer dialer,
            EventLoop loop,
            StartupMessage startup,
            LoginKey key,
            Duration talkLimit,
            PrivateTalk.NotificationSink notifications) {
        this.dialer = dialer;
        this.loop = loop;
        this.startup = startup;
        this.key = key;
        this.talkLimit = talkLimit;
        this.notifications = notifications;
    }

    /** @param spare a link to {@code node} that is logged in already */
    void start(Node node, Optional<SpareLink.Prepared> spare, Replay replay, Outcome outcome) {
        if (spare.isPresent()) {
            tell(spare.get(), replay, outcome);
        } else {
            dial(node, new BackendDialer.Outcome() {
                @Override
                public void linked(BackendLink link) {
                    tell(new SpareLink.Prepared(link, Replay.NOTHING), replay, outcome);
                }

                @Override
                public void failed(LinkFailure failure) {
                    if (failure instanceof LinkFailure.Refused refused && !refused.remarks().isEmpty()) {
                        outcome.remarked(refused.remarks());
                    }
                    switch (failure) {
                        case LinkFailure.Refused refused when refused.concernsTheClient() -> outcome.impossible(refused.error());
                        case LinkFailure.Refused refused -> outcome.unreachable(refused.error());
                        case LinkFailure.Outdated outdated -> outcome.impossible(outdated.error());
                        case LinkFailure.Unreachable unreachable -> outcome.unreachable(unreachable.error());
                    }
                }
            });
        }
    }

    void dial(Node node, BackendDialer.Outcome outcome) {
        dialer.dial(loop, node, startup, key, outcome);
    }

    /** Tells a link what it does not know yet. */
    void tell(SpareLink.Prepared prepared, Replay whole, Outcome outcome) {
        BackendLink link = prepared.link();
        Replay replay = whole.after(prepared.told());
        if (replay.isEmpty()) {
            outcome.relinked(prepared);
            return;
        }
        ByteBuf messages = link.buffer();
        replay.encode(messages);
        PrivateTalk.hold(link, loop, messages, replay.parts(), talkLimit, notifications, new PrivateTalk.Outcome() {
            @Override
            public void answered(List<DataRow> rows, List<PrivateTalk.Failure> failures) {
                told(link, whole, replay, failures, outcome);
            }

            @Override
            public void lost(String reason) {
                outcome.unreachable(new LinkFailure.Unreachable(link.node(), reason).error());
            }
        });
    }

    private static void told(
            BackendLink link, Replay whole, Replay replay, List<PrivateTalk.Failure> failures, Outcome outcome) {
        Optional<PrivateTalk.Failure> vital = failures.stream().filter(failure -> replay.isVital(failure.part())).findFirst();
        if (vital.isPresent() && vital.get().error().is(SqlState.SERIALIZATION_FAILURE)) {
            // A standby ends what stands in the way of its replay; that says nothing about the session.
            link.close();
            outcome.unreachable(vital.get().error());
        } else if (vital.isPresent()) {
            link.close();
            outcome.impossible(OwnErrors.cannotMove("its settings were refused, " + vital.get().error().message()));
        } else {
            Set<Integer> refused = failures.stream().map(PrivateTalk.Failure::part).collect(Collectors.toSet());
            outcome.relinked(new SpareLink.Prepared(link, whole.knownAfter(replay, refused)));
        }
    }
}
