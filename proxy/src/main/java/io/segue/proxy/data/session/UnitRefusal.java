package io.segue.proxy.data.session;

import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.TransactionStatus;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.session.SessionPhase.Linked;
import io.segue.proxy.data.session.SessionPhase.Skipping;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import java.util.Optional;
import java.util.function.Supplier;

/** A unit of work that is not executed: an error in its place, and the rest of it read and dropped. Event loop. */
final class UnitRefusal {

    private final Course course;
    private final ClientConnection client;
    private final Upstream upstream;
    private final SessionMeter meter;
    private final Supplier<TransactionStatus> status;

    /** @param status what the client is told of its transaction behind the error */
    UnitRefusal(Course course, ClientConnection client, Upstream upstream, SessionMeter meter, Supplier<TransactionStatus> status) {
        this.course = course;
        this.client = client;
        this.upstream = upstream;
        this.meter = meter;
        this.status = status;
    }

    void refuse(Optional<BackendLink> link, ErrorFields error) {
        meter.ownError(error);
        client.send(new ErrorResponse(error));
        Skipping skipping = new Skipping(link, new UnitSkipper());
        course.become(skipping);
        course.updateReading();
        skip(skipping);
    }

    void skip(Skipping skipping) {
        try {
            if (upstream.skip(skipping.skipper())) {
                skipped(skipping);
            } else if (upstream.hasEnded()) {
                course.hangUp();
            }
        } catch (ProtocolViolationException e) {
            course.end(e.toErrorFields());
        }
    }

    private void skipped(Skipping skipping) {
        client.send(new ReadyForQuery(status.get()));
        course.become(skipping.link().<SessionPhase>map(Linked::new).orElseGet(Unlinked::new));
        course.updateReading();
        course.resumeSoon();
    }
}
