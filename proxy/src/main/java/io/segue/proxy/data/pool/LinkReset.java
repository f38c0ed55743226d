package io.segue.proxy.data.pool;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.Query;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.PrivateTalk;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the server forget whom a link was lent to, before that is lent again. Event loop. */
final class LinkReset {

    private static final Logger log = LoggerFactory.getLogger(LinkReset.class);

    private final EventLoop loop;
    private final Duration limit;
    private int underWay;

    LinkReset(EventLoop loop, Duration limit) {
        this.loop = loop;
        this.limit = limit;
    }

    /** What came of it. */
    interface Outcome {

        void forgot();

        /** The server did not do it; the link still stands. */
        void refused();

        void lost();
    }

    /** How many links are being reset. */
    int underWay() {
        return underWay;
    }

    void begin(BackendLink link, Outcome outcome) {
        underWay++;
        ByteBuf reset = link.buffer();
        new Query("DISCARD ALL").encode(reset);
        PrivateTalk.hold(link, loop, reset, 1, limit, ByteBuf::release, new PrivateTalk.Outcome() {
            @Override
            public void answered(List<DataRow> rows, List<PrivateTalk.Failure> failures) {
                underWay--;
                if (failures.isEmpty()) {
                    outcome.forgot();
                } else {
                    log.warn("link not reset node={} pid={} sqlstate={}: it is closed", link.node(), link.processId(),
                            failures.getFirst().error().sqlState());
                    outcome.refused();
                }
            }

            @Override
            public void lost(String reason) {
                underWay--;
                outcome.lost();
            }
        });
    }
}
