package io.segue.proxy.data.backend;

import io.segue.protocol.message.NoticeResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a server remarks during a login: that the database's collation has another version, or that a setting of the role is not valid, before
 * it tells its settings (postinit.c); what a login event trigger says, behind the BackendKeyData (postgres.c). A client that logs in is told, in
 * the same places; one whose session moves has logged in before. Event loop.
 */
public final class LoginNotices {

    /** A server that remarks more is not worth the memory; the first ones are kept. */
    static final int MAX_NOTICES = 64;

    private final List<NoticeResponse> beforeSettings = new ArrayList<>();
    private final List<NoticeResponse> behindKey = new ArrayList<>();

    void add(NoticeResponse notice, boolean isBehindKey) {
        if (beforeSettings.size() + behindKey.size() < MAX_NOTICES) {
            (isBehindKey ? behindKey : beforeSettings).add(notice);
        }
    }

    List<NoticeResponse> all() {
        return Stream.concat(beforeSettings.stream(), behindKey.stream()).toList();
    }

    public List<NoticeResponse> beforeSettings() {
        return List.copyOf(beforeSettings);
    }

    public List<NoticeResponse> behindKey() {
        return List.copyOf(behindKey);
    }
}
