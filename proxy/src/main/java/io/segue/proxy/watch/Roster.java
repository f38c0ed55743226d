package io.segue.proxy.watch;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Who is connected. Sessions enter and leave on their event loops; the console reads, and has one ended. */
public final class Roster {

    private final ConcurrentHashMap<Long, Member> sessions = new ConcurrentHashMap<>();

    private record Member(Supplier<SessionView> view, Runnable end) {}

    /**
     * @param view called by any thread at any time, so it may read only fields that allow it
     * @param end ends the session, soon; called likewise
     */
    public void enter(long id, Supplier<SessionView> view, Runnable end) {
        sessions.put(id, new Member(view, end));
    }

    /** Has a session ended. @return who that was; empty when there is none of that id */
    public Optional<SessionView> end(long id) {
        Optional<Member> member = Optional.ofNullable(sessions.get(id));
        Optional<SessionView> who = member.map(each -> each.view().get());
        member.ifPresent(each -> each.end().run());
        return who;
    }

    public void leave(long id) {
        sessions.remove(id);
    }

    /** In the order of their ids. */
    public List<SessionView> sessions() {
        return sessions.values().stream()
                .map(member -> member.view().get())
                .sorted((a, b) -> Long.compare(a.id(), b.id()))
                .toList();
    }
}
