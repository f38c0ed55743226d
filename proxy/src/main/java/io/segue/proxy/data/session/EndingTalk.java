package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.segue.protocol.message.DataRow;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.PrivateTalk;
import io.segue.proxy.data.session.SessionPhase.Asking;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Words of Segue's own on a session's link, by which a transaction is ended: what the client says meanwhile waits. Event loop. */
final class EndingTalk {

    private final Course course;
    private final Services services;
    private final EventLoop loop;
    private final ClientConnection client;

    EndingTalk(Course course, Services services, EventLoop loop, ClientConnection client) {
        this.course = course;
        this.services = services;
        this.loop = loop;
        this.client = client;
    }

    /**
     * Neither outcome is told of a session that has ended meanwhile.
     *
     * @param messages encoded; owned by the talk from here on
     * @param parts how many ReadyForQuery its answer has
     * @param ready told of each, with the state of the server's transaction behind it
     * @param lost told why
     */
    void hold(
            BackendLink link,
            ByteBuf messages,
            int parts,
            BiConsumer<Integer, Byte> ready,
            BiConsumer<List<DataRow>, List<PrivateTalk.Failure>> answered,
            Consumer<String> lost) {
        course.become(new Asking(link, false));
        course.updateReading();
        PrivateTalk.hold(link, loop, messages, parts, services.talkLimit(), client::write, new PrivateTalk.Outcome() {
            @Override
            public void ready(int part, byte transactionStatus) {
                ready.accept(part, transactionStatus);
            }

            @Override
            public void answered(List<DataRow> rows, List<PrivateTalk.Failure> failures) {
                if (course.phase() instanceof Asking) {
                    answered.accept(rows, failures);
                }
            }

            @Override
            public void lost(String reason) {
                if (course.phase() instanceof Asking) {
                    lost.accept(reason);
                }
            }
        });
    }
}
