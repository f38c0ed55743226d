package io.segue.proxy.data.pool;

import io.segue.protocol.message.StartupMessage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What of a start-up only another login could change: nearly all of it, because RESET and DISCARD ALL lead back to it. Only the application's
 * name is no more than a name, and is told to a link that has another. Each set is there once, so that most comparisons look no further than
 * at that. Event loop.
 */
final class FixedParameters {

    private static final String APPLICATION_NAME = "application_name";

    /** More are made anew each time. */
    private static final int MOST_KNOWN = 256;

    private final Map<Map<String, String>, Map<String, String>> known = new LinkedHashMap<>();

    Map<String, String> of(StartupMessage startup) {
        Map<String, String> fixed = new LinkedHashMap<>(startup.parameters());
        fixed.remove(APPLICATION_NAME);
        startup.protocolOptions().forEach(fixed::remove);
        Map<String, String> same = known.get(fixed);
        if (same == null && known.size() < MOST_KNOWN) {
            known.put(fixed, fixed);
        }
        return same == null ? fixed : same;
    }

    static String application(StartupMessage startup) {
        return startup.parameters().getOrDefault(APPLICATION_NAME, "");
    }
}
