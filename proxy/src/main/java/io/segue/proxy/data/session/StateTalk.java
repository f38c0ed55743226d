package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.segue.protocol.message.DataRow;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.PrivateTalk;
import java.time.Duration;
import java.util.List;

/** Puts the {@link StateQuestion} to a session's server, and the answer into its memory. Event loop. */
final class StateTalk implements PrivateTalk.Outcome {

    private final SessionMemory memory;
    private final String loginRole;
    private final Runnable done;

    private StateTalk(SessionMemory memory, String loginRole, Runnable done) {
        this.memory = memory;
        this.loginRole = loginRole;
        this.done = done;
    }

    /** @param done called once, when the memory knows what there is to know, or that it cannot be known */
    static void hold(
            SessionMemory memory,
            String loginRole,
            BackendLink link,
            EventLoop loop,
            Duration limit,
            PrivateTalk.NotificationSink notifications,
            Runnable done) {
        ByteBuf question = link.buffer();
        StateQuestion.encode(question, memory.placeholderNames());
        PrivateTalk.hold(
                link, loop, question, StateQuestion.PARTS, limit, notifications, new StateTalk(memory, loginRole, done));
    }

    @Override
    public void answered(List<DataRow> rows, List<PrivateTalk.Failure> failures) {
        if (!failures.isEmpty()) {
            memory.cannotBeAsked(failures.getFirst().error().message());
        } else if (!StateQuestion.isAnsweredBy(rows)) {
            memory.cannotBeAsked("its server does not answer as PostgreSQL does");
        } else {
            memory.learn(StateQuestion.decode(rows, loginRole));
        }
        done.run();
    }

    @Override
    public void lost(String reason) {
        memory.cannotBeAsked(reason);
        done.run();
    }
}
