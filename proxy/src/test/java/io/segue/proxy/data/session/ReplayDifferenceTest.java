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

/** A link that was told things before is told the difference, and then knows the same as one that is told all at once. */
class ReplayDifferenceTest {

    @Property(tries = 2000)
    void aLinkKnowsTheSameHoweverOftenItWasToldBeforeAndWhateverItRefused(@ForAll long seed) {
        Random random = new Random(seed);
        ModelLink link = new ModelLink();
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
                new Replay(new Replay.Beginning.Without(List.of("a", "b", "")), List.of(), List.of(), List.of(parse("b", 2))));
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
    void aLinkFreshFromItsLoginHasNothingToForget() {
        Replay all = Replay.all(List.of(setting("work_mem", "1")), List.of(), List.of(parse("a", 1)));

        assertThat(all.after(Replay.NOTHING)).isEqualTo(all);
    }

    private static Replay anything(Random random) {
        List<Assignment> settings = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            settings.add(setting("setting" + i, "" + random.nextInt(2)));
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
        ModelLink fresh = new ModelLink();
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
