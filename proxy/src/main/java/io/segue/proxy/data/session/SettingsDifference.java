package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.segue.proxy.data.session.SessionState.Assignment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What of a link's settings has to become otherwise for another session, where the statements prepared on the link can stay as they are.
 *
 * <p>That is so for a setting that is looked at when a statement runs, and neither when it is parsed nor when it is planned (in the server's sources
 * nothing under parser, rewrite and optimizer, and not plancache.c, reads it), and that every role may set and take back. So these are missing on
 * purpose: {@code work_mem} and {@code enable_*}, which plans are made by; {@code extra_float_digits}, which is in the constants of a plan, because
 * float8out counts as immutable; {@code DateStyle}, {@code TimeZone} and the like, which literals are read by at the Parse; {@code search_path} and
 * {@code row_security}, which plancache.c compares; {@code log_*}, which the role of the moment may not be allowed to take back; and all with a dot,
 * which anybody's code may look at at any time.
 *
 * @param resets names of those that become what a login gives. A link of a pool has logged in as its borrower would have; the only exception, the
 *     application's name, is therefore never missing in what that borrower wants ({@link Loan#with})
 * @param assignments those that become something else
 */
record SettingsDifference(List<String> resets, List<Assignment> assignments) {

    private static final Set<String> AT_EXECUTION_ONLY = Set.of(
            "application_name", "client_min_messages", "idle_in_transaction_session_timeout", "idle_session_timeout", "lock_timeout", "statement_timeout",
            "synchronous_commit", "transaction_timeout");

    static final SettingsDifference NONE = new SettingsDifference(List.of(), List.of());

    /** @return empty when the link has to begin anew */
    static Optional<SettingsDifference> between(List<Assignment> told, List<Assignment> wanted) {
        if (Assignment.areSame(told, wanted)) {
            return Optional.of(NONE);
        }
        if (!Assignment.areSame(told.stream().filter(each -> !isLight(each)).toList(), wanted.stream().filter(each -> !isLight(each)).toList())) {
            return Optional.empty();
        }
        List<Assignment> news = wanted.stream().filter(each -> isLight(each) && told.stream().noneMatch(each::isSame)).toList();
        return news.stream().allMatch(SettingsDifference::isSimple)
                ? Optional.of(new SettingsDifference(namesMissing(told, wanted), news))
                : Optional.empty();
    }

    boolean isNone() {
        return resets.isEmpty() && assignments.isEmpty();
    }

    /** As commands, which cost a server less than half of what calls of set_config do. */
    String sql() {
        StringJoiner commands = new StringJoiner("; ");
        resets.forEach(name -> commands.add("RESET " + name));
        assignments.forEach(each -> commands.add("SET " + name(each) + " TO '" + text(each.value()).replace("'", "''") + "'"));
        return commands.toString();
    }

    private static List<String> namesMissing(List<Assignment> told, List<Assignment> wanted) {
        return told.stream()
                .filter(each -> isLight(each) && wanted.stream().noneMatch(each::hasSameName))
                .map(SettingsDifference::name)
                .toList();
    }

    /** A server that is asked always names a role. None at all is what a login gives, and what a session has that was never asked. */
    private static boolean isLight(Assignment each) {
        return AT_EXECUTION_ONLY.contains(name(each)) || each.is("role", "none");
    }

    /** Whether its value is a literal that every encoding and both readings of a backslash take for the same. */
    private static boolean isSimple(Assignment each) {
        for (byte one : each.value()) {
            if (one < ' ' || one == '\\') {
                return false;
            }
        }
        return true;
    }

    private static String name(Assignment each) {
        return text(each.name());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
