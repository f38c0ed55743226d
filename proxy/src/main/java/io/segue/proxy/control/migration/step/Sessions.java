package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.node.ForeignSession;
import java.util.Collection;
import java.util.stream.Collectors;

/** What the sessions on a node are, and how they are shown. */
public final class Sessions {

    private static final int SHOWN = 5;

    private Sessions() {}

    /** Whether it sends WAL: a standby, a base backup, or a change-data reader. */
    public static boolean isWalsender(ForeignSession session) {
        return session.kind().equals("walsender");
    }

    /** The first few, with what is needed to find them. */
    public static String describe(Collection<ForeignSession> sessions) {
        String listed = sessions.stream().limit(SHOWN).map(Sessions::describe).collect(Collectors.joining("; "));
        int more = sessions.size() - SHOWN;
        return more > 0 ? listed + "; and " + more + " more" : listed;
    }

    private static String describe(ForeignSession session) {
        return "pid " + session.pid() + " " + session.user() + "@" + session.database() + " from "
                + (session.address().isEmpty() ? "?" : session.address())
                + (session.application().isEmpty() ? "" : " (" + session.application() + ")");
    }
}
