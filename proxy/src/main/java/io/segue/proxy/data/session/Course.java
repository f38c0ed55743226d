package io.segue.proxy.data.session;

import io.netty.channel.EventLoop;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.FrontendType;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.session.SessionPhase.Asking;
import io.segue.proxy.data.session.SessionPhase.Closed;
import io.segue.proxy.data.session.SessionPhase.Linked;
import io.segue.proxy.data.session.SessionPhase.Purpose;
import io.segue.proxy.data.session.SessionPhase.Queued;
import io.segue.proxy.data.session.SessionPhase.Reading;
import io.segue.proxy.data.session.SessionPhase.Relinking;
import io.segue.proxy.data.session.SessionPhase.Skipping;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import io.segue.proxy.data.session.SessionPhase.Waiting;
import io.segue.proxy.gate.GateLane;
import java.util.Optional;

/**
 * The course of a session through its phases, from its beginning to its end, and the parts that take it from one to the next.
 *
 * <pre>
 *   LinkSeeking    to a link                        LinkLoss    the link is gone
 *   LinkTraffic    with a link, unit by unit        LaneGuest   what the gate says
 *   UnitEnding     behind a unit                    UnitRefusal a unit that is not executed
 * </pre>
 *
 * <p>What the client and its server do is looked at in {@link ClientSession}. Event loop.
 */
final class Course {

    private final ClientIdentity identity;
    private final Services services;
    private final ClientSession session;
    private final ClientConnection client;
    private final GateLane lane;
    private final Greeting greeting;
    private final ServerFrames serverFrames;
    private final UnitOfWork unit;
    private final Upstream upstream;
    private final Mobility mobility;
    private final Warmup warmup;
    private final StandbyReader reader;
    private final SessionMeter meter;
    private final TransactionEnding ending;
    private final UnitRefusal refusal;
    private final Borrowing borrowing;
    private final LineWait lineWait;
    private final LinkSeeking seeking;
    private final LinkLoss linkLoss;
    private final StateInquirer inquirer;
    private final Renewal renewal;
    private final UnitEnding unitEnding;
    private final LinkTraffic traffic;
    private final LaneGuest guest;

    private SessionPhase phase = new Unlinked();

    Course(
            ClientIdentity identity,
            Services services,
            EventLoop loop,
            ClientConnection client,
            ClientSession session,
            Greeting greeting,
            SessionMemory memory,
            Outstanding outstanding,
            ServerFrames serverFrames) {
        this.identity = identity;
        this.services = services;
        this.client = client;
        this.session = session;
        this.greeting = greeting;
        this.serverFrames = serverFrames;
        this.lane = services.gates().get(identity.shard()).lane(loop);
        this.unit = new UnitOfWork(lane, outstanding);
        Relink relink = new Relink(services.dialer(), loop, identity.startup(), identity.key(), services.talkLimit(), client::write);
        this.mobility = new Mobility(identity, memory);
        Listening listening = new Listening(memory, identity.shard().policies(), loop, services.talkLimit(), client);
        this.meter = new SessionMeter(services.meters(), services.shardMeters().get(identity.shard()));
        this.borrowing = new Borrowing(identity, services, loop, lane, this, unit, meter, memory, greeting);
        this.warmup = new Warmup(identity, memory, mobility, relink, borrowing.linkReturn());
        this.upstream = new Upstream(new ClientFrames(outstanding, memory, services.sessionMemoryBytes(), session));
        this.reader = new StandbyReader(identity, lane, client, memory, greeting, outstanding, upstream, relink, warmup);
        this.ending = new TransactionEnding(this, services, loop, client, memory, outstanding, upstream);
        this.refusal = new UnitRefusal(this, client, upstream, memory, meter, ending);
        this.guest = new LaneGuest(
                identity, this, lane, unit, upstream, memory, meter, mobility, listening, warmup, reader, borrowing, ending);
        LoginAside loginAside = new LoginAside(identity, this, lane, memory, greeting, relink, warmup);
        this.lineWait = new LineWait(guest, this, lane, upstream, loginAside, reader, ending, borrowing);
        LinkArrival arrival = new LinkArrival(session, this, memory, greeting, borrowing, listening);
        Linking linking = new Linking(
                loop, this, lane, unit, upstream, memory, greeting, relink, reader, borrowing, mobility, listening, arrival);
        this.seeking = new LinkSeeking(this, lane, unit, borrowing, meter, lineWait, linking);
        this.linkLoss = new LinkLoss(identity, session, this, unit, upstream, outstanding, serverFrames, mobility, borrowing);
        this.inquirer = new StateInquirer(identity, services, loop, client, this, unit, upstream, memory, warmup);
        this.renewal = new Renewal(loop, this, unit, upstream, memory, mobility, relink, reader, inquirer);
        this.unitEnding = new UnitEnding(identity, this, unit, upstream, memory, warmup, reader, inquirer, renewal, borrowing);
        this.traffic = new LinkTraffic(
                identity, services.dialer(), loop, client, this, unit, upstream, outstanding, serverFrames, ending, borrowing);
    }

    // ---- the parts

    UnitOfWork unit() {
        return unit;
    }

    Upstream upstream() {
        return upstream;
    }

    SessionMeter meter() {
        return meter;
    }

    Borrowing borrowing() {
        return borrowing;
    }

    LineWait lineWait() {
        return lineWait;
    }

    LinkSeeking seeking() {
        return seeking;
    }

    LinkTraffic traffic() {
        return traffic;
    }

    UnitEnding unitEnding() {
        return unitEnding;
    }

    TransactionEnding ending() {
        return ending;
    }

    LinkLoss linkLoss() {
        return linkLoss;
    }

    StateInquirer inquirer() {
        return inquirer;
    }

    Renewal renewal() {
        return renewal;
    }

    // ---- beginning and end

    void begin() {
        lane.register(guest);
        services.roster().enter(
                identity.id(),
                () -> SessionViews.of(identity, client, phase, unit.isUnderWay(), warmup.spareLink(), borrowing.loan(), mobility.luggage()),
                session::kill);
        services.flows().begin(identity.id(), identity.startup().database(), session::flow);
        seeking.seekLink(Purpose.GREETING);
    }

    /** Ends the session with a last word. */
    void end(ErrorFields fatal) {
        meter.ownError(fatal);
        client.sendAndClose(fatal);
        close();
    }

    /** Ends the session as its server or its client has ended it. */
    void hangUp() {
        client.close();
        close();
    }

    void close() {
        if (phase instanceof Closed) {
            return;
        }
        Optional<BackendLink> link = phase.ownLink();
        Optional<BackendLink> usable = link.filter(this::canBeLentAgain);
        become(new Closed());
        link.filter(it -> usable.isEmpty()).ifPresent(BackendLink::close);
        borrowing.end(usable);
        warmup.end();
        renewal.end();
        reader.close();
        upstream.release();
        lane.unregister(guest);
        unit.endIfUnderWay();
        greeting.goodbye();
        inquirer.answerInquiry();
        services.flows().end(identity.id());
        services.roster().leave(identity.id());
    }

    /** Whether nothing is under way on {@code link}, and all that the server knows is what DISCARD ALL makes it forget. */
    private boolean canBeLentAgain(BackendLink link) {
        boolean idle = borrowing.isPooled() && !unit.isUnderWay() && !(phase instanceof Asking) && !(phase instanceof Reading)
                && traffic.isBetweenUnits() && serverFrames.atBoundary();
        if (idle) {
            link.parameters().putAll(greeting.told());
        }
        return idle;
    }

    // ---- without a link

    /** Something may wait for a link. */
    void wake() {
        if (!upstream.hasMore()) {
            return;
        }
        if (upstream.isClear() || upstream.firstType() == FrontendType.TERMINATE) {
            hangUp();
        } else if (ending.mustTell()) {
            ending.tell(Optional.empty());
        } else {
            seeking.seekLink(Purpose.WORK);
        }
    }

    // ---- with a link

    /** {@code link}, on which somebody else has talked, is the client's again. */
    void isBackOn(BackendLink link) {
        link.listen(session);
        become(new Linked(link));
        link.read(client.isWritable());
    }

    /** A transaction that only reads has begun on {@code link}, which is the session's until its end. */
    void goOnAside(BackendLink link) {
        unit.goOnAside();
        link.listen(session);
        become(new Linked(link));
        traffic.passWaiting(link);
    }

    // ---- a unit of work that is not executed

    void refuseUnit(Optional<BackendLink> link, ErrorFields error) {
        refusal.refuse(link, error);
    }

    /** The rest of a batch of which the beginning was executed. @param error what the client does not know yet */
    void refuseRest(Optional<BackendLink> link, Optional<ErrorFields> error) {
        refusal.refuseRest(link, error);
    }

    void skip(Skipping skipping) {
        refusal.skip(skipping);
    }

    // ---- reading

    /** A client that does not take its answers is sent no more of them, whoever they come from. */
    void clientWritabilityChanged() {
        switch (phase) {
            case Linked(BackendLink link) -> link.read(client.isWritable());
            case Reading(BackendLink link) -> link.read(client.isWritable());
            case Unlinked _, Waiting _, Queued _, Relinking _, Asking _, Skipping _, Closed _ -> { }
        }
        updateReading();
        if (client.isWritable() && upstream.hasMore()) {
            traffic.resumeSoon();
        }
    }

    void updateReading() {
        client.read(switch (phase) {
            case Linked(BackendLink link) -> (upstream.isClear() || ending.needsMore()) && link.isWritable();
            case Unlinked _, Skipping _ -> client.isWritable();
            case Waiting _ -> reader.needsMore();
            case Asking _ -> upstream.isClear() && client.isWritable();
            case Queued _, Relinking _, Reading _, Closed _ -> false;
        });
    }

    // ---- the phase

    SessionPhase phase() {
        return phase;
    }

    void become(SessionPhase next) {
        phase = next;
    }
}
