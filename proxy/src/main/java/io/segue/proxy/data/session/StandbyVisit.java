package io.segue.proxy.data.session;

import io.segue.protocol.message.ErrorFields;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.session.SessionPhase.Reading;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import io.segue.proxy.data.session.SessionPhase.Waiting;
import io.segue.proxy.watch.StandbyReadResult;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One visit of a session to the standby of a hold: out of the line with a read, and what becomes of the session behind it. How the unit is
 * read there is {@link StandbyReader}'s affair. Event loop.
 */
final class StandbyVisit implements StandbyReader.Outcome {

    private static final Logger log = LoggerFactory.getLogger(StandbyVisit.class);

    private final Course course;
    private final ClientIdentity identity;
    private final SessionMeter meter;
    private final StandbyReader reader;
    private final SpareLink.Prepared spare;

    StandbyVisit(Course course, ClientIdentity identity, SessionMeter meter, StandbyReader reader, SpareLink.Prepared spare) {
        this.course = course;
        this.identity = identity;
        this.meter = meter;
        this.reader = reader;
        this.spare = spare;
    }

    void begin(Waiting waiting) {
        meter.goesToStandby(waiting.sinceNanos());
        waiting.link().ifPresent(reader::leaveHome);
        course.become(new Reading(spare.link()));
        course.updateReading();
        reader.read(spare, this);
    }

    @Override
    public void answered() {
        meter.readOnStandby(StandbyReadResult.ANSWERED);
        isOver();
    }

    @Override
    public void inTransaction(BackendLink link) {
        meter.readOnStandby(StandbyReadResult.ANSWERED);
        course.goOnAside(link);
    }

    @Override
    public void comesBack(Optional<ErrorFields> reason) {
        meter.readOnStandby(StandbyReadResult.CAME_BACK);
        log.info("read came back from the standby shard={} session={} reason=\"{}\": it waits for the primary",
                identity.shard(), identity.id(), reason.map(it -> it.sqlState() + " " + it.message()).orElse("not prepared there"));
        isOver();
    }

    @Override
    public void lost(boolean saidWhy) {
        meter.readOnStandby(StandbyReadResult.LOST);
        if (saidWhy) {
            course.hangUp();
        } else {
            course.end(OwnErrors.transactionLost(spare.link().node()));
        }
    }

    private void isOver() {
        course.become(new Unlinked());
        course.updateReading();
        course.traffic().resumeSoon();
    }
}
