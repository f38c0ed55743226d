package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.data.session.ModelLink.Knowledge;
import io.segue.proxy.data.session.SessionState.Assignment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link that was told things before is told the difference, and then knows the same as one that is told all at once. */
class ReplayDifferenceTest {

    /** As in a server, where each has a reason of its own. */
    private static final Set<String> SETTINGS_OF_PARSES = Set.of("app.tenant", "search_path", "role", "work_mem");
    private static final List<String> SETTINGS = List.of("app.tenant", "application_name", "search_path", "statement_timeout", "work_mem");

    @Property(tries = 2000)
    void aLinkKnowsTheSameHoweverOftenItWasToldBeforeAndWhateverItRefused(@ForAll long seed) {
        Random random = new Random(seed);
        ModelLink link = new ModelLink(SETTINGS_OF_PARSES);
        Replay told = Replay.NOTHING;

        for (int times = random.nextInt(4); times > 0; times--) {
            Replay whole = anything(random);
            Replay difference = whole.after(told);
            told = whole.knownAfter(difference, link.told(difference, index -> random.nextInt(4) == 0));
        }
        Replay last = anything(random);
        link.told(last.after(told), index -> false);

        assertThat(link.knowledge()).isEqualTo(knowledgeOf(last));
    }

    @Test
    void aLinkThatHasToldTheSettingsIsToldNewStatementsOnly() {
        Replay before = Replay.all(List.of(setting("work_mem", "1")), List.of(), List.of(parse("a", 1), parse("", 1)));
        Replay after = Replay.all(List.of(setting("work_mem", "1")), List.of(), List.of(parse("a", 1), parse("b", 1), parse("", 1)));

        assertThat(after.after(before)).isEqualTo(Replay.all(List.of(), List.of(), List.of(parse("b", 1))));
    }

    @Test
    void statementsThatAreGoneAreClosedTheUnnamedOneAsWell() {
        Replay before = Replay.all(List.of(), List.of(), List.of(parse("a", 1), parse("b", 1), parse("", 1)));
        Replay after = Replay.all(List.of(), List.of(), List.of(parse("b", 2)));

        assertThat(after.after(before)).isEqualTo(
                new Replay(new Replay.Beginning.Changed(SettingsDifference.NONE, List.of("a", "b", "")), List.of(), List.of(), List.of(parse("b", 2))));
        assertThat(after.after(before).isVital(0)).isTrue();
    }

    @Test
    void aLinkWithOtherSettingsBeginsAnew() {
        Replay before = Replay.all(List.of(setting("search_path", "a")), List.of(), List.of(parse("a", 1)));
        Replay after = Replay.all(List.of(setting("search_path", "b")), List.of(), List.of(parse("a", 1)));

        Replay difference = after.after(before);

        assertThat(difference.beginning()).isEqualTo(new Replay.Beginning.Anew());
        assertThat(difference.parses()).as("parsed under the other search_path").containsExactly(parse("a", 1));
        assertThat(difference.isVital(0)).isTrue();
        assertThat(difference.isVital(1)).isTrue();
        assertThat(difference.isVital(2)).isFalse();
    }

    @Test
    void aSettingThatStatementsDoNotDependOnIsToldAloneAndTheyStay() {
        Replay before = Replay.all(List.of(setting("application_name", "one"), setting("search_path", "a")), List.of(), List.of(parse("a", 1), parse("b", 1)));
        Replay after = Replay.all(List.of(setting("application_name", "two"), setting("search_path", "a")), List.of(), List.of(parse("a", 1), parse("c", 1)));

        Replay difference = after.after(before);

        assertThat(difference.beginning()).as("without that of another session, which would be seen in pg_prepared_statements")
                .isEqualTo(new Replay.Beginning.Changed(new SettingsDifference(List.of(), List.of(after.assignments().getFirst())), List.of("b")));
        assertThat(difference.assignments()).isEmpty();
        assertThat(difference.parses()).containsExactly(parse("c", 1));
        assertThat(difference.isVital(0)).isTrue();
        assertThat(difference.isVital(1)).as("the setting").isTrue();
        assertThat(difference.isVital(2)).isFalse();
    }

    @Test
    void aSettingThatTheSessionDoesNotHaveBecomesWhatTheLoginGave() {
        List<Assignment> before = List.of(setting("lock_timeout", "1"), setting("statement_timeout", "1"));

        assertThat(changes(before, List.of(setting("statement_timeout", "1")))).isEqualTo("RESET lock_timeout");
        assertThat(changes(before, List.of())).isEqualTo("RESET lock_timeout; RESET statement_timeout");
        assertThat(changes(before, List.of(setting("application_name", "it's"), setting("statement_timeout", "2"))))
                .isEqualTo("RESET lock_timeout; SET application_name TO 'it''s'; SET statement_timeout TO '2'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application_name", "client_min_messages", "idle_in_transaction_session_timeout", "idle_session_timeout", "lock_timeout",
        "statement_timeout", "synchronous_commit", "transaction_timeout"})
    void theseDoNotConcernStatements(String name) {
        assertThat(changes(List.of(setting(name, "1")), List.of(setting(name, "2")))).isEqualTo("SET " + name + " TO '2'");
        assertThat(changes(List.of(setting(name, "1")), List.of())).isEqualTo("RESET " + name);
        assertThat(changes(List.of(setting("search_path", "a")), List.of(setting(name, "1"), setting("search_path", "a"))))
                .isEqualTo("SET " + name + " TO '1'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.tenant", "bytea_output", "client_encoding", "DateStyle", "default_transaction_isolation", "default_transaction_read_only",
        "enable_seqscan", "extra_float_digits", "IntervalStyle", "log_min_duration_statement", "log_statement", "plan_cache_mode", "role", "row_security",
        "search_path", "session_authorization", "session_replication_role", "standard_conforming_strings", "TimeZone", "work_mem", "xmloption"})
    void theseDoOrMay(String name) {
        Assignment harmless = setting("application_name", "one");
        assertThat(beginningAfter(List.of(setting(name, "1")), List.of(setting(name, "2")))).isEqualTo(new Replay.Beginning.Anew());
        assertThat(beginningAfter(List.of(harmless, setting(name, "1")), List.of(harmless))).isEqualTo(new Replay.Beginning.Anew());
        assertThat(beginningAfter(List.of(harmless), List.of(harmless, setting(name, "1")))).isEqualTo(new Replay.Beginning.Anew());
    }

    @Test
    void noRoleIsNoDifferenceToWhatALoginGivesButIsToldBecauseALoginCanGiveOne() {
        List<Assignment> asked = List.of(setting("statement_timeout", "1"), setting("role", "none"));
        List<Assignment> neverAsked = List.of(setting("application_name", "one"));

        assertThat(changes(asked, neverAsked)).isEqualTo("RESET statement_timeout; RESET role; SET application_name TO 'one'");
        assertThat(changes(neverAsked, asked)).isEqualTo("RESET application_name; SET statement_timeout TO '1'; SET role TO 'none'");
        assertThat(beginningAfter(List.of(setting("role", "none")), List.of(setting("role", "reader")))).isEqualTo(new Replay.Beginning.Anew());
    }

    @Test
    void otherPreparedBySqlMakeTheLinkBeginAnewWhateverTheSettings() {
        Replay before = Replay.all(List.of(setting("application_name", "one")), List.of("PREPARE p".getBytes(UTF_8)), List.of());

        assertThat(Replay.all(List.of(setting("application_name", "two")), List.of(), List.of()).after(before).beginning())
                .isEqualTo(new Replay.Beginning.Anew());
        assertThat(Replay.all(List.of(setting("application_name", "two")), List.of("PREPARE p".getBytes(UTF_8)), List.of()).after(before).sqlStatements())
                .as("told again").isEmpty();
    }

    @Test
    void theUnnamedStatementIsToldAgainBehindASettingThatHasTakenItsPlace() {
        Replay before = Replay.all(List.of(setting("application_name", "one")), List.of(), List.of(parse("a", 1), parse("", 1)));
        Replay after = Replay.all(List.of(setting("application_name", "two")), List.of(), List.of(parse("a", 1), parse("", 1)));

        assertThat(after.after(before).parses()).containsExactly(parse("", 1));
        assertThat(changes(before.assignments(), after.assignments())).isEqualTo("SET application_name TO 'two'");
        assertThat(after.withoutUnnamed().after(before).parses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zürich", "C:\\app", "two\nlines"})
    void aValueThatIsNotALiteralInEverySessionMakesTheLinkBeginAnew(String value) {
        assertThat(beginningAfter(List.of(setting("application_name", "one")), List.of(setting("application_name", value))))
                .isEqualTo(new Replay.Beginning.Anew());
    }

    /** What a link is told that keeps its statements. */
    private static String changes(List<Assignment> told, List<Assignment> wanted) {
        Replay.Beginning.Changed changed = (Replay.Beginning.Changed) beginningAfter(told, wanted);
        assertThat(changed.statements()).isEmpty();
        return changed.settings().sql();
    }

    private static Replay.Beginning beginningAfter(List<Assignment> told, List<Assignment> wanted) {
        List<ParsedStatement> parses = List.of(parse("a", 1));
        return Replay.all(wanted, List.of(), parses).after(Replay.all(told, List.of(), parses)).beginning();
    }

    @Test
    void aLinkFreshFromItsLoginHasNothingToForget() {
        Replay all = Replay.all(List.of(setting("work_mem", "1")), List.of(), List.of(parse("a", 1)));

        assertThat(all.after(Replay.NOTHING)).isEqualTo(all);
    }

    private static Replay anything(Random random) {
        List<Assignment> settings = new ArrayList<>();
        for (String name : SETTINGS) {
            // Seldom one that makes the link begin anew, so that it is often told only what is new.
            if (random.nextInt(SETTINGS_OF_PARSES.contains(name) ? 6 : 2) == 0) {
                settings.add(setting(name, "" + random.nextInt(2)));
            }
        }
        switch (random.nextInt(6)) {
            case 0, 1 -> settings.add(setting("role", "none"));
            case 2 -> settings.add(setting("role", "reader"));
            default -> { }
        }
        List<byte[]> sql = new ArrayList<>();
        for (int i = random.nextInt(2); i > 0; i--) {
            sql.add(("PREPARE p" + random.nextInt(2)).getBytes(UTF_8));
        }
        List<ParsedStatement> parses = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "")) {
            if (random.nextBoolean()) {
                parses.add(parse(name, random.nextInt(2)));
            }
        }
        return Replay.all(settings, sql, parses);
    }

    private static Knowledge knowledgeOf(Replay all) {
        ModelLink fresh = new ModelLink(SETTINGS_OF_PARSES);
        Set<Integer> refused = new HashSet<>(fresh.told(all, index -> false));
        assertThat(refused).isEmpty();
        return fresh.knowledge();
    }

    private static Assignment setting(String name, String value) {
        return new Assignment(name.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private static ParsedStatement parse(String name, int version) {
        return new ParsedStatement(name, (name + "\0SELECT " + version + "\0\0\0").getBytes(UTF_8));
    }
}
