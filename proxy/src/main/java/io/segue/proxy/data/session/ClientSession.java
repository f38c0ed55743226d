package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.FrontendType;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkListener;
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
import io.segue.proxy.watch.Flow;
import io.segue.proxy.watch.RefusalReason;
import java.time.Duration;

/**
 * One client's session: every event that concerns it, and what is decided on it. It enters its lane before a unit of work and leaves it when
 * the server owes nothing any more; what it may not send waits in the client's own socket.
 *
 * <p>Lives on one event loop; every method but {@link #cancel} is called there.
 */
final class ClientSession implements LinkListener, CancelKeys.Cancellable, ClientFrames.Admission, ServerFrames.Admission {

    private final ClientIdentity identity;
    private final Services services;
    private final EventLoop loop;
    private final ClientConnection client;
    private final Outstanding outstanding = new Outstanding();
    private final ServerFrames serverFrames;
    private final CancelledAnswer cancelledAnswer;
    private final Course course;
    private final LinkTraffic traffic;
    private final Departure departure;
    private final CancelRuling cancelRuling;
    /** See {@link ClientIdentity#isPinned}. */
    private final boolean pinned;
    private long receivedBytes;
    private long sentBytes;

    ClientSession(ClientIdentity identity, Services services, EventLoop loop, ClientConnection client) {
        this.identity = identity;
        this.services = services;
        this.pinned = identity.isPinned();
        this.loop = loop;
        this.client = client;
        Greeting greeting = new Greeting(client, identity.startup().version(), services.cancelKeys(), this);
        SessionMemory memory = new SessionMemory(
                services.sessionMemoryBytes(), greeting.told(), services.pools().isForTransactions(identity.startup().database(), identity.startup().user()));
        this.serverFrames = new ServerFrames(outstanding, memory, greeting.told(), this);
        this.cancelledAnswer = new CancelledAnswer(serverFrames, client, this::tellInstead);
        this.course = new Course(identity, services, loop, client, this, greeting, memory, outstanding, serverFrames);
        this.traffic = course.traffic();
        this.departure = new Departure(services.dialer(), loop, course);
        this.cancelRuling = new CancelRuling(services.dialer(), loop, course, pinned);
    }

    /** The client is authenticated; its hello is the session's first unit of work. */
    void begin() {
        course.begin();
    }

    /** Ends the session with a last word, which inside of a message of the server nobody would understand. */
    void end(ErrorFields fatal) {
        if (serverFrames.atBoundary()) {
            course.end(fatal);
        } else {
            course.hangUp();
        }
    }

    /** Whether what has passed in either direction ends with a whole message, and nothing of the client's waits. */
    boolean isBetweenMessages() {
        return serverFrames.atBoundary() && !(course.phase() instanceof Skipping)
                && course.upstream().isClear() && course.upstream().isAtBoundary();
    }

    private void tellInstead(ErrorFields error) {
        course.meter().ownError(error);
    }

    /** Whether so many bytes more of the client would make no message whole, and it is owed an answer before them. */
    boolean mayWait(int bytes) {
        return switch (course.phase()) {
            case Linked _ -> course.upstream().isClear() && course.upstream().missingBytes() > bytes && outstanding.isAnswerDue();
            case Queued(Purpose purpose, long _) -> purpose == Purpose.GREETING;
            case Relinking(Purpose purpose) -> purpose == Purpose.GREETING;
            case Unlinked _, Waiting _, Asking _, Reading _, Skipping _, Closed _ -> false;
        };
    }

    ClientIdentity identity() {
        return identity;
    }

    boolean isServerAtBoundary() {
        return serverFrames.atBoundary();
    }

    /** Also read by other threads, to whom a figure of a moment ago will do. */
    Flow flow() {
        return new Flow(receivedBytes, sentBytes, serverFrames.queries(), serverFrames.transactions());
    }

    // ---- the client

    /** @param bytes now owned by the session */
    void clientBytes(ByteBuf bytes) {
        receivedBytes += bytes.readableBytes();
        switch (course.phase()) {
            case Linked _ when course.upstream().violation().isPresent() -> bytes.release();
            case Linked(BackendLink link) when course.upstream().isClear() -> traffic.pass(link, bytes);
            case Linked(BackendLink link) -> {
                course.upstream().keep(bytes);
                if (course.ending().mustTell()) {
                    traffic.passWaiting(link);
                }
            }
            case Queued _, Relinking _, Asking _, Reading _ -> course.upstream().keep(bytes);
            case Waiting _ -> {
                course.upstream().keep(bytes);
                course.lineWait().hasMore();
            }
            case Unlinked _ -> {
                course.upstream().keep(bytes);
                course.wake();
            }
            case Skipping skipping -> {
                course.upstream().keep(bytes);
                course.skip(skipping);
            }
            case Closed _ -> bytes.release();
        }
    }

    void clientReadComplete() {
        if (course.phase() instanceof Linked(BackendLink link)) {
            link.flush();
        }
    }

    void clientWritabilityChanged() {
        course.clientWritabilityChanged();
    }

    /** Nothing has passed in either direction for {@code limits.client-idle}. */
    void idleTooLong(Duration limit) {
        if (traffic.isIdle() && !identity.isPinned()) {
            services.meters().refused(RefusalReason.IDLE_TOO_LONG);
            course.end(OwnErrors.idleTooLong(limit));
        }
    }

    /** The client has closed its side of the connection, and may still listen. */
    void clientSaysNoMore() {
        departure.saysNoMore();
    }

    /** An administrator ends it. Called by any thread. */
    void kill() {
        loop.execute(() -> departure.isForced(this::end));
    }

    /** Nobody is there any more. */
    void clientGone() {
        departure.isGone();
    }

    @Override
    public void cancel(Runnable done) {
        loop.execute(() -> cancelRuling.rule(done));
    }

    /** Whether a message of the client may pass; asked at its first byte, while there is a link. */
    @Override
    public boolean admit(byte type) {
        if (course.ending().holdsBack(type)) {
            return false;
        }
        UnitOfWork unit = course.unit();
        if (unit.isUnderWay()) {
            return unit.mayGoOn(type) && !traffic.isBeingCancelled() && !(type == FrontendType.TERMINATE && traffic.mustOutlive());
        }
        if (type == FrontendType.TERMINATE && course.borrowing().isPooled()) {
            return false;
        }
        if (ClientFrames.beginsNothing(type) || pinned || course.upstream().isTerminated()) {
            return true;
        }
        return !(course.phase() instanceof Linked(BackendLink link)) || link.node().equals(unit.node()) && unit.begin();
    }

    // ---- the server

    @Override
    public void serverBytes(ByteBuf bytes) {
        sentBytes += bytes.readableBytes();
        try {
            if (course.ending().isCancelled() || cancelledAnswer.isInError()) {
                cancelledAnswer.pass(bytes);
            } else {
                pass(bytes);
            }
        } catch (ProtocolViolationException e) {
            course.end(e.toErrorFields());
            return;
        }
        if (!client.isWritable()) {
            clientWritabilityChanged();
        }
    }

    private void pass(ByteBuf bytes) {
        int stop;
        try {
            stop = serverFrames.scan(bytes);
        } catch (ProtocolViolationException e) {
            bytes.release();
            throw e;
        }
        if (stop == bytes.writerIndex()) {
            client.write(bytes);
        } else {
            client.write(bytes.readRetainedSlice(stop - bytes.readerIndex()));
            bytes.release();
        }
    }

    @Override
    public void serverReadComplete() {
        client.flush();
        if (course.phase() instanceof Linked(BackendLink link)) {
            traffic.answered(link);
        }
    }

    @Override
    public void serverWritabilityChanged() {
        course.updateReading();
    }

    @Override
    public void serverGone() {
        course.linkLoss().serverGone();
    }

    /** The farewell of a server that the session leaves anyway is not the client's business. */
    @Override
    public boolean admitError() {
        if (course.ending().isCancelled() || cancelledAnswer.isInError()) {
            return cancelledAnswer.admitsError();
        }
        return course.unit().isUnderWay() || course.phase().ownLink().map(link -> !course.linkLoss().isExpected(link)).orElse(true);
    }

    /**
     * Whether the session itself wanted to only read is not looked into: the node is asked, which knows better. In a move, and on its standby,
     * nothing else can be expected.
     */
    @Override
    public void saidReadOnly() {
        UnitOfWork unit = course.unit();
        if (!unit.isLaneClosed() && !unit.isAside() && course.phase() instanceof Linked(BackendLink link) && link.node().equals(unit.node())) {
            course.meter().saidReadOnly();
        }
    }
}
