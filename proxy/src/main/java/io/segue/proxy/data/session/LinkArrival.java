package io.segue.proxy.data.session;

import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkListener;
import io.segue.proxy.data.session.SessionPhase.Asking;
import io.segue.proxy.data.session.SessionPhase.Linked;
import io.segue.proxy.data.session.SessionPhase.Purpose;

/**
 * A session's arrival on the link that it has sought: the client is told what is new to it, the link listens where the session does, and the
 * unit of work begins. Event loop.
 */
final class LinkArrival {

    private final LinkListener session;
    private final Course course;
    private final SessionMemory memory;
    private final Greeting greeting;
    private final Borrowing borrowing;
    private final Listening listening;

    LinkArrival(LinkListener session, Course course, SessionMemory memory, Greeting greeting, Borrowing borrowing, Listening listening) {
        this.session = session;
        this.course = course;
        this.memory = memory;
        this.greeting = greeting;
        this.borrowing = borrowing;
        this.listening = listening;
    }

    /** @param complete whether the link was told all that the session remembers */
    void settle(Purpose purpose, BackendLink link, boolean complete) {
        borrowing.isOn(link);
        borrowing.linkReturn().ifPresent(it -> it.begins(complete));
        link.listen(session);
        course.become(new Linked(link));
        switch (purpose) {
            case GREETING -> {
                if (borrowing.linkReturn().isPresent()) {
                    memory.begins();
                }
                greeting.hello(link);
            }
            case WORK -> greeting.differences(link);
        }
        if (listening.isWanted()) {
            listen(link);
        } else {
            begin(link);
        }
    }

    private void begin(BackendLink link) {
        course.traffic().begun(link);
        if (course.phase() instanceof Linked) {
            course.traffic().answered(link);
        }
    }

    private void listen(BackendLink link) {
        course.become(new Asking(link, false));
        course.updateReading();
        listening.listenOn(link, listens -> {
            if (!(course.phase() instanceof Asking)) {
                return;
            }
            if (listens) {
                course.isBackOn(link);
                begin(link);
            } else {
                course.end(OwnErrors.cannotMove("it listens for notifications, and could not listen on " + link.node().name()));
            }
        });
    }
}
