package io.segue.proxy.data.backend;

import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.NoticeResponse;
import io.segue.protocol.message.ParameterStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server remarks during a login: that the database's collation has another version, or that a setting of the role is not valid, before
 * it tells its settings (postinit.c); what a login event trigger says, and which settings it has changed, behind the BackendKeyData
 * (postgres.c). A client that logs in is told, in the same places; one whose session moves has logged in before. Event loop.
 */
public final class LoginNotices {

    /** A server that remarks more is not worth the memory; the first ones are kept. */
    static final int MAX_NOTICES = 64;

    private final List<NoticeResponse> beforeSettings = new ArrayList<>();
    private final List<BackendMessage> behindKey = new ArrayList<>();
    private final Map<String, String> changed = new LinkedHashMap<>();

    void add(NoticeResponse notice, boolean isBehindKey) {
        if (isBehindKey) {
            addBehindKey(notice);
        } else if (hasRoom()) {
            beforeSettings.add(notice);
        }
    }

    /** @param before what the server has said of that setting first */
    void addChange(ParameterStatus change, String before) {
        changed.putIfAbsent(change.name(), before);
        addBehindKey(change);
    }

    private void addBehindKey(BackendMessage message) {
        if (hasRoom()) {
            behindKey.add(message);
        }
    }

    private boolean hasRoom() {
        return beforeSettings.size() + behindKey.size() < MAX_NOTICES;
    }

    /**
     * Everything that was said before the login failed, in its order.
     *
     * @param settings as the server has said last
     * @param key the server's own, when it had come as far
     */
    List<BackendMessage> all(Map<String, String> settings, List<BackendKeyData> key) {
        List<BackendMessage> all = new ArrayList<>(beforeSettings);
        atFirst(settings).forEach((name, value) -> all.add(new ParameterStatus(name, value)));
        all.addAll(key);
        all.addAll(behindKey);
        return all;
    }

    public List<NoticeResponse> beforeSettings() {
        return List.copyOf(beforeSettings);
    }

    /** Settings as they were before the key. @param settings as the server has said last */
    public Map<String, String> atFirst(Map<String, String> settings) {
        Map<String, String> first = new LinkedHashMap<>(settings);
        first.putAll(changed);
        return first;
    }

    /** Notices, and settings that have changed. */
    public List<BackendMessage> behindKey() {
        return List.copyOf(behindKey);
    }
}
