package io.segue.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.hba.NamePattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolConfigTest {

    @TempDir
    private Path directory;

    private ConfigFile with(String pools) {
        return new ConfigFile(directory).with("  limits {", pools + "\n  limits {");
    }

    @Test
    void theDefaultsOfAPoolAreThese() throws InvalidConfigException {
        SegueConfig config = with("pools = [ { database = shop, mode = session } ]").load();

        assertThat(config.pools()).containsExactly(new PoolRule(
                List.of(new NamePattern.Exactly("shop")), List.of(new NamePattern.All()), PoolMode.SESSION, 20, 0, 0,
                Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofSeconds(120), 10_000));
    }

    @Test
    void aPoolsOwnValuesComeBeforeThoseForAll() throws InvalidConfigException {
        SegueConfig config = with("""
                pool { size = 30, min = 3 }
                pools = [ { database = all, mode = session, size = 7 } ]""").load();

        assertThat(config.pools().getFirst().size()).isEqualTo(7);
        assertThat(config.pools().getFirst().min()).isEqualTo(3);
    }

    @Test
    void theFirstRuleThatFitsDecides() throws InvalidConfigException {
        List<PoolRule> rules = with("""
                pools = [
                  { database = shop, user = [batch, "/^load_"], mode = dedicated }
                  { database = "shop, billing", mode = session, size = 5 }
                  { database = sameuser, mode = session, size = 6 }
                ]""").load().pools();

        assertThat(size(rules, "shop", "app")).contains(5);
        assertThat(size(rules, "billing", "app")).contains(5);
        assertThat(PoolRule.find(rules, "shop", "batch")).map(PoolRule::mode).contains(PoolMode.DEDICATED);
        assertThat(PoolRule.find(rules, "shop", "load_3")).map(PoolRule::mode).contains(PoolMode.DEDICATED);
        assertThat(size(rules, "app", "app")).contains(6);
        assertThat(size(rules, "other", "app")).isEmpty();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThat(with("pools = [ { database = all, user = \"+staff\", mode = session } ]").findings())
                .singleElement().asString().contains("pools[0].user: '+staff' cannot be told of a session");
        assertThat(with("pools = [ { database = all, mode = session, size = 2, min = 3 } ]").findings())
                .singleElement().asString().contains("min (3) is more than size (2)");
        assertThat(with("pools = [ { database = all, mode = sessions } ]").findings())
                .singleElement().asString().contains("'sessions' is not known here").contains("dedicated or session or transaction");
    }

    private static Optional<Integer> size(List<PoolRule> rules, String database, String user) {
        return PoolRule.find(rules, database, user).map(PoolRule::size);
    }
}
