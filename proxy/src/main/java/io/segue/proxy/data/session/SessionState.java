package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a server says of a session, in the session's own encoding where it is bytes.
 *
 * @param assignments settings that differ from what the start-up packet gave, in the order in which they must be set
 * @param sqlStatements texts of PREPARE commands
 * @param statementNames every prepared statement, of whatever origin
 * @param channels that it listens on
 * @param unmovable what the session has that cannot be made elsewhere; empty when nothing
 */
record SessionState(
        List<Assignment> assignments, List<byte[]> sqlStatements, Set<String> statementNames, List<byte[]> channels, Optional<String> unmovable) {

    /** A session that has only just begun. */
    static final SessionState UNTOUCHED = new SessionState(List.of(), List.of(), Set.of(), List.of(), Optional.empty());

    /** A setting and its value. */
    record Assignment(byte[] name, byte[] value) {

        boolean isSame(Assignment other) {
            return Arrays.equals(name, other.name) && Arrays.equals(value, other.value);
        }

        boolean hasSameName(Assignment other) {
            return Arrays.equals(name, other.name);
        }

        static boolean areSame(List<Assignment> some, List<Assignment> others) {
            boolean same = some.size() == others.size();
            for (int i = 0; same && i < some.size(); i++) {
                same = some.get(i).isSame(others.get(i));
            }
            return same;
        }

        boolean is(String otherName, String otherValue) {
            return Arrays.equals(name, otherName.getBytes(UTF_8)) && Arrays.equals(value, otherValue.getBytes(UTF_8));
        }
    }

    /** Whether a new link has all of this by itself: no setting differs, and no role was taken. */
    boolean isPlain() {
        return assignments.stream().allMatch(each -> each.is("role", "none"));
    }
}
