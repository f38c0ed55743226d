package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
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
import io.segue.proxy.gate.Guest.WarmResult;
import io.segue.proxy.route.Node;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The course of a session through its phases: what is done on the way from one to the next. What leads to it is decided in
 * {@link ClientSession}. Event loop.
 */
final class Course {

    private final ClientIdentity identity;
    private final Services services;
    private final EventLoop loop;
    private final ClientSession session;
    private final GateLane lane;
    private final ClientConnection client;
    private final Relink relink;
    private final Greeting greeting;
    private final SessionMemory memory;
    private final Outstanding outstanding;
    private final UnitOfWork unit;
    private final Upstream upstream;
    private final Warmup warmup;
    private final StandbyReader reader;
    private final SessionMeter meter;
    private final Cancellation cancellation;
    private final UnitRefusal refusal;
    private final Borrowing borrowing;
    /** See {@link Borrowing#linkReturn}. */
    private final Optional<LinkReturn> linkReturn;
    private final LinkSeeking seeking;
    private final StateInquirer inquirer;
    private final Renewal renewal;
    private final TransactionEnding ending;
    private final Mobility mobility;
    private final Listening listening;

    private SessionPhase phase = new Unlinked();

    Course(
            ClientIdentity identity,
            Services services,
            EventLoop loop,
            ClientConnection client,
            ClientSession session,
            Greeting greeting,
            SessionMemory memory,
            Outstanding outstanding) {
        this.identity = identity;
        this.services = services;
        this.loop = loop;
        this.client = client;
        this.session = session;
        this.greeting = greeting;
        this.memory = memory;
        this.outstanding = outstanding;
        this.lane = services.gates().get(identity.shard()).lane(loop);
        this.unit = new UnitOfWork(lane, outstanding);
        this.relink = new Relink(services.dialer(), loop, identity.startup(), identity.key(), services.talkLimit(), client::write);
        this.mobility = new Mobility(identity, memory);
        this.listening = new Listening(memory, identity.shard().policies(), loop, services.talkLimit(), client);
        this.meter = new SessionMeter(services.meters(), services.shardMeters().get(identity.shard()));
        this.borrowing = new Borrowing(identity, services, loop, lane, this, unit, meter, memory, greeting);
        this.linkReturn = borrowing.linkReturn();
        this.warmup = new Warmup(identity, memory, mobility, relink, linkReturn);
        this.upstream = new Upstream(new ClientFrames(outstanding, memory, services.sessionMemoryBytes(), session));
        this.reader = new StandbyReader(identity, lane, client, memory, greeting, outstanding, upstream, relink, warmup);
        this.cancellation = new Cancellation(services.dialer(), loop);
        this.ending = new TransactionEnding(this, services, loop, client, memory, outstanding, upstream);
        this.refusal = new UnitRefusal(this, client, upstream, memory, meter, ending);
        this.seeking = new LinkSeeking(
                loop, client, session, this, lane, unit, upstream, memory, greeting, relink,
                new LoginAside(identity, this, lane, memory, greeting, relink, warmup), reader, borrowing, mobility, listening, ending, meter);
        this.inquirer = new StateInquirer(identity, services, loop, client, session, this, unit, upstream, memory, warmup);
        this.renewal = new Renewal(loop, this, unit, upstream, memory, mobility, relink, reader, inquirer);
    }

    SessionPhase phase() {
        return phase;
    }

    UnitOfWork unit() {
        return unit;
    }

    Upstream upstream() {
        return upstream;
    }

    SessionMeter meter() {
        return meter;
    }

    TransactionEnding ending() {
        return ending;
    }

    Borrowing borrowing() {
        return borrowing;
    }

    LinkSeeking seeking() {
        return seeking;
    }

    StateInquirer inquirer() {
        return inquirer;
    }

    Renewal renewal() {
        return renewal;
    }

    // ---- beginning and end

    void begin() {
        lane.register(session);
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
        lane.unregister(session);
        unit.endIfUnderWay();
        greeting.goodbye();
        inquirer.answerInquiry();
        services.flows().end(identity.id());
        services.roster().leave(identity.id());
    }

    /** Whether nothing is under way on {@code link}, and all that the server knows is what DISCARD ALL makes it forget. */
    private boolean canBeLentAgain(BackendLink link) {
        boolean idle = borrowing.isPooled() && !unit.isUnderWay() && !(phase instanceof Asking) && !(phase instanceof Reading)
                && isBetweenUnits() && session.isServerAtBoundary();
        if (idle) {
            link.parameters().putAll(greeting.told());
        }
        return idle;
    }

    // ---- with a link

    void pass(BackendLink link, ByteBuf bytes) {
        boolean passed = upstream.pass(link, bytes);
        beginUnasked();
        if (!passed) {
            stopped(link);
        } else {
            leaveBehindLateData(link);
        }
    }

    /** A COPY has failed while the client was inside of a message of its data, and the answers have come: nothing else will tell that it is over. */
    private void leaveBehindLateData(BackendLink link) {
        if (unit.isUnderWay() && isBetweenUnits()) {
            leaveUnit(link);
        }
    }

    /** What nobody was asked for, as it seemed to begin nothing, did: the server now skips what comes, up to a Sync. */
    private void beginUnasked() {
        if (outstanding.isBatchOpen() && !unit.isUnderWay() && !identity.isPinned()) {
            unit.beginUnasked();
        }
    }

    /** Sends what has been waiting, as far as it may go. */
    void passWaiting(BackendLink link) {
        boolean passed = upstream.passWaiting(link);
        beginUnasked();
        if (passed) {
            updateReading();
            passEnd(link);
        } else {
            stopped(link);
        }
    }

    /** The client says no more, and all that it has said has passed. A link that others can use is spared the end of this client. */
    private void passEnd(BackendLink link) {
        if (!upstream.hasEnded() || upstream.isTerminated()) {
            return;
        }
        if (isIdle() && upstream.isAtBoundary() && !identity.isPinned()) {
            hangUp();
        } else if (!mustOutlive()) {
            upstream.passEnd(link);
        }
    }

    /** After answers of the server: the unit of work may be over, and what waited behind it may go. */
    void answered(BackendLink link) {
        if (unit.isUnderWay() && ending.isUnderWay() && !cancellation.isUnderWay() && ending.answered(link)) {
            return;
        }
        if (unit.isUnderWay() && isBetweenUnits()) {
            leaveUnit(link);
        }
        if (upstream.hasMore() && phase instanceof Linked) {
            passWaiting(link);
        }
    }

    private void stopped(BackendLink link) {
        if (unit.isUnderWay()) {
            updateReading();
        } else if (upstream.firstType() == FrontendType.TERMINATE) {
            hangUp();
        } else if (ending.mustTell()) {
            ending.tell(Optional.of(link));
        } else {
            seeking.seekLinkFrom(link);
        }
    }

    /** Whether the client has nothing under way that anybody would miss. */
    boolean isIdle() {
        return !unit.isUnderWay() && (phase instanceof Linked || phase instanceof Unlinked);
    }

    private boolean isBetweenUnits() {
        return outstanding.isNothing() && upstream.isAtBoundary() && !cancellation.isUnderWay()
                && (linkReturn.isEmpty() || session.isServerAtBoundary());
    }

    /** Cancels what runs on {@code link}. The unit of work lasts until the cancel is over, and nothing new begins before. */
    void cancel(BackendLink link, Runnable done) {
        cancellation.request(link, () -> isLinked(link) && !outstanding.isNothing(), done, () -> {
            if (isLinked(link)) {
                answered(link);
            }
        });
    }

    /** Whether a cancel is on its way that must not meet what the client says next. */
    boolean isBeingCancelled() {
        return cancellation.isUnderWay() && outstanding.isNothing();
    }

    private boolean isLinked(BackendLink link) {
        return phase instanceof Linked(BackendLink present) && present == link;
    }

    /** The unit that waits for a new link is not wanted any more. */
    void cancelRelinking() {
        unit.end();
        linkReturn.ifPresent(LinkReturn::lost);
        refuseUnit(Optional.empty(), OwnErrors.canceled());
    }

    private void leaveUnit(BackendLink link) {
        boolean mustBeAsked = memory.isStale() && (!unit.isLaneOpen() || warmup.isWaiting() || renewal.isDue() || unit.isAside());
        if ((mustBeAsked || linkReturn.isPresent() && linkReturn.get().mustAsk()) && !identity.isPinned() && !upstream.isOver()) {
            inquirer.ask(link);
        } else {
            endUnit(link);
        }
    }

    /**
     * @return whether the session still is on {@code link}: one that it had for a transaction on the standby it gives back, and one whose
     *     server process it is to leave it leaves
     */
    boolean endUnit(BackendLink link) {
        boolean aside = unit.isAside();
        unit.end();
        if (!aside) {
            return linkReturn.isPresent() ? !giveBack(link, linkReturn.get()) : !renewal.leaves(link);
        }
        if (!unit.isLaneClosed() && link.node().equals(unit.node())) {
            reader.stay();
            linkReturn.ifPresent(it -> it.staysAside(link));
            return linkReturn.isEmpty() || !giveBack(link, linkReturn.get());
        }
        reader.giveBack(link);
        become(new Unlinked());
        updateReading();
        resumeSoon();
        return false;
    }

    /** The link of a pool goes back behind a transaction, if it can. Whatever waits goes on another. */
    private boolean giveBack(BackendLink link, LinkReturn linkReturn) {
        if (upstream.isOver() || !linkReturn.isPossible()) {
            return false;
        }
        become(new Unlinked());
        updateReading();
        if (upstream.hasMore()) {
            resumeSoon();
        }
        linkReturn.giveBack(link);
        return true;
    }

    // ---- without a link

    /** The server was left, and nothing was under way. */
    void left() {
        become(new Unlinked());
        linkReturn.ifPresent(LinkReturn::lost);
        Optional<String> unmovable = mobility.obstacle();
        if (unmovable.isPresent()) {
            end(OwnErrors.cannotMove(unmovable.get()));
        } else {
            updateReading();
            wake();
        }
    }

    /** The server was left while the session waits in line. */
    void leftWaiting(Waiting waiting) {
        become(new Waiting(waiting.purpose(), Optional.empty(), waiting.sinceNanos()));
        mobility.obstacle().ifPresent(reason -> end(OwnErrors.cannotMove(reason)));
    }

    void leftSkipping(Skipping skipping) {
        become(new Skipping(Optional.empty(), skipping.skipper()));
    }

    /** A unit of work may begin on {@code link}; it meets a failed transaction where there was one. */
    void begun(BackendLink link) {
        if (ending.isOver()) {
            passWaiting(link);
        } else {
            ending.failOn(link);
        }
    }

    /** A talk of Segue's own on {@code link} is over; the unit of work goes on. */
    void goOnAt(BackendLink link) {
        link.listen(session);
        become(new Linked(link));
        link.read(client.isWritable());
        answered(link);
    }

    /** The link was lost in a talk of Segue's own, which nobody misses. */
    void lostInTalk() {
        unit.end();
        left();
    }

    /** The link was lost before the unit that waits was sent. */
    void lostBeforeUnit(ErrorFields cause) {
        unit.end();
        linkReturn.ifPresent(LinkReturn::lost);
        refuseUnit(Optional.empty(), OwnErrors.noLink(cause));
    }

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

    /**
     * Whether the answers of what runs may leave the session with a link that others can use: then the good-bye waits for them. Not to half a
     * message, nor where the server waits for more of a COPY, nor where it is in doubt whether they will come.
     */
    boolean mustOutlive() {
        return borrowing.isPooled() && outstanding.isAnswerDue() && !outstanding.isInDoubt() && !outstanding.isCopyIn() && upstream.isAtBoundary();
    }

    // ---- reading on the standby of a hold

    void readAside(Waiting waiting) {
        Optional<SpareLink.Prepared> spare = lane.reads().flatMap(reads -> warmup.takeToRead(reads.standby()));
        if (spare.isPresent()) {
            new StandbyVisit(this, identity, meter, reader, spare.get()).begin(waiting);
        } else {
            lane.join(session);
        }
    }

    /** A transaction that only reads has begun on {@code link}, which is the session's until its end. */
    void goOnAside(BackendLink link) {
        unit.goOnAside();
        link.listen(session);
        become(new Linked(link));
        passWaiting(link);
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

    // ---- going on

    /** Not from within: thousands of pipelined units may be refused, or read elsewhere, one after the other. */
    void resumeSoon() {
        loop.execute(this::resume);
    }

    private void resume() {
        switch (phase) {
            case Linked(BackendLink link) when upstream.hasMore() && client.isWritable() -> {
                passWaiting(link);
                if (isLinked(link)) {
                    leaveBehindLateData(link);
                }
            }
            case Unlinked _ when client.isWritable() -> left();
            case Linked _, Unlinked _, Waiting _, Queued _, Relinking _, Asking _, Reading _, Skipping _, Closed _ -> { }
        }
    }

    // ---- getting ready to move

    /** Opens the spare link and learns what a new link must be told. */
    void warm(Node target, Consumer<WarmResult> done) {
        renewal.warmed();
        warmup.begin(target, done, inquirer::askWhenIdle);
    }

    /** The session is to leave its link. When nothing is under way, that is now, unless its server has to be asked something before. */
    void leaveWhenIdle() {
        if (!(phase instanceof Linked(BackendLink link)) || unit.isUnderWay() || !isBetweenUnits()) {
            return;
        }
        if (memory.isStale()) {
            inquirer.askWhenIdle();
        } else {
            renewal.leaves(link);
        }
    }

    /** {@code target} is a primary now, and the spare link to it listens before anybody can notify. */
    void relisten(Node target, Runnable done) {
        Optional<SpareLink.Prepared> spare = listening.isWanted() ? warmup.take(target) : Optional.empty();
        if (spare.isEmpty()) {
            done.run();
            return;
        }
        BackendLink link = spare.get().link();
        listening.listenOn(link, listens -> {
            if (listens && !(phase instanceof Closed)) {
                // What it hears stays in its socket until the session has taken it.
                link.read(false);
                warmup.giveBack(spare.get());
            } else {
                link.close();
            }
            done.run();
        });
    }

    /** The gate is open. A session that listens does not wait for its next statement to have a link. */
    void opened() {
        if (!listening.isWanted() || !upstream.isClear() || unit.isUnderWay()) {
            return;
        }
        if (phase instanceof Linked(BackendLink link) && !link.node().equals(unit.node())) {
            link.close();
            seeking.seekLink(Purpose.WORK);
        } else if (phase instanceof Unlinked) {
            seeking.seekLink(Purpose.WORK);
        }
    }

    /** It has more than it is known to have. */
    void suspect() {
        memory.noteUnseen();
    }

    WarmResult pinnedToServer() {
        String line = identity + ": " + mobility.obstacle().orElseThrow();
        return mobility.refusesMove() ? new WarmResult.Unmovable(line) : new WarmResult.Ending(line);
    }

    void cool() {
        warmup.cool();
        renewal.goHome();
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
            resumeSoon();
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

    void become(SessionPhase next) {
        phase = next;
    }
}
