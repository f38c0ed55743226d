package io.segue.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.SegueConfig.Listener;
import io.segue.proxy.config.SegueConfig.ShardConfig;
import io.segue.proxy.route.MovePolicies;
import io.segue.proxy.route.MovePolicies.Listeners;
import io.segue.proxy.route.MovePolicies.Transactions;
import io.segue.proxy.route.MovePolicies.Unmovable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    @TempDir
    private Path directory;

    @Test
    void readsWhatTheOperatorWrote() throws InvalidConfigException {
        SegueConfig config = new ConfigFile(directory)
                .with("port = 6432, authentication = trust", "port = 6432, authentication = scram-sha-256")
                .with("data-directory = \"/a\"", "data-directory = \"/a\", config-file = \"/etc/a.conf\", start-command = up, stop-command = \"go down\"")
                .load();

        assertThat(config.listeners()).containsExactly(new Listener("127.0.0.1", 6432, Authentication.SCRAM_SHA_256, Optional.empty()));
        assertThat(config.adminRoles()).containsExactly("ops");
        assertThat(config.shards()).containsOnlyKeys("main");
        assertThat(config.shards().get("main")).isEqualTo(new ShardConfig("main", List.of("*"), List.of("node_a", "node_b"), MovePolicies.DEFAULTS, Map.of(), List.of()));
        assertThat(config.nodes()).containsOnlyKeys("node_a", "node_b");
        assertThat(config.nodes().get("node_a"))
                .isEqualTo(new NodeConfig(
                        "node_a", "10.0.0.1", 5432, "/a", Optional.of("/etc/a.conf"), "/bin", List.of("sh"), Optional.of("up"),
                        Optional.of("go down")));
        assertThat(config.nodes().get("node_b").shell()).containsExactly("ssh", "b", "sh");
        assertThat(config.nodes().get("node_b").startCommand()).isEmpty();
    }

    @Test
    void aShardMayHavePoliciesOfItsOwn() throws InvalidConfigException {
        SegueConfig config = new ConfigFile(directory)
                .with("  limits {", "  policies { open-transactions = terminate, listen = relisten }\n  limits {")
                .with("nodes = [node_a, node_b] }", "nodes = [node_a, node_b], policies { listen = terminate, unmovable-sessions = terminate } }")
                .load();

        assertThat(config.shards().get("main").policies())
                .isEqualTo(new MovePolicies(Unmovable.TERMINATE, Transactions.TERMINATE, Listeners.TERMINATE));
    }

    @Test
    void aListenerMayHaveACertificate() throws Exception {
        Path certificate = Files.createFile(directory.resolve("server.crt"));
        Path key = Files.createFile(directory.resolve("server.key"), PosixFilePermissions.asFileAttribute(Set.of(PosixFilePermission.OWNER_READ)));

        SegueConfig config = new ConfigFile(directory)
                .with("= trust }", "= trust, tls { certificate = \"" + certificate + "\", key = \"" + key + "\" } }")
                .load();

        assertThat(config.listeners().getFirst().tls()).contains(new TlsFiles(certificate, key, Optional.empty()));
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws Exception {
        Path key = Files.createFile(directory.resolve("server.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw----r--"));

        assertThat(new ConfigFile(directory)
                        .with("= trust }", "= trust, tls { certificate = \"/no\", key = \"" + key + "\" } }")
                        .findings())
                .hasSize(2)
                .anySatisfy(finding -> assertThat(finding).startsWith("2: segue.listen[0].tls.certificate: there is no such file."))
                .anySatisfy(finding -> assertThat(finding)
                        .startsWith("2: segue.listen[0].tls.key: the private key can be used by others than its owner")
                        .contains("chmod 600 " + key));
    }

    @Test
    void anUnquotedWordAndAnIpv6AddressAreHosts() throws InvalidConfigException {
        SegueConfig config = new ConfigFile(directory).with("\"10.0.0.1\"", "db-one.example").with("\"10.0.0.2\"", "\"fe80::1\"").load();

        assertThat(config.nodes().get("node_a").host()).isEqualTo("db-one.example");
        assertThat(config.nodes().get("node_b").host()).isEqualTo("fe80::1");
    }

    @Test
    void thePageCanBeSwitchedOff() throws InvalidConfigException {
        assertThat(new ConfigFile(directory).with("console {", "http = off, console {").load().http()).isEmpty();
    }

    @Test
    void onePortMayBeUsedOnTwoAddresses() throws InvalidConfigException {
        SegueConfig config = new ConfigFile(directory)
                .with("= trust }", "= trust }, { address = \"10.0.0.9\", port = 6432, authentication = scram-sha-256 }")
                .load();

        assertThat(config.listeners()).hasSize(2);
    }

    @Test
    void nodesKeepTheOrderInWhichTheShardNamesThem() throws InvalidConfigException {
        SegueConfig config = new ConfigFile(directory).with("[node_a, node_b]", "[node_b, node_a]").load();

        assertThat(config.shards().get("main").nodes()).containsExactly("node_b", "node_a");
    }

    @Test
    void theCheckPraisesAGoodFileAndQuotesEveryFindingOfABadOne() {
        ConfigCheck good = new ConfigFile(directory).check();
        ConfigCheck bad = new ConfigFile(directory).with("hold = 3s", "hold = 9s, drian = 1s").check();

        assertThat(good.verdict()).isEqualTo(ConfigCheck.Verdict.GOOD);
        assertThat(good.lines()).containsExactly("configuration " + directory.resolve("segue.conf") + " is good");
        assertThat(bad.verdict()).isEqualTo(ConfigCheck.Verdict.REFUSED);
        assertThat(bad.lines()).hasSize(2).allMatch(line -> line.startsWith(directory.resolve("segue.conf") + ":12: segue.limits."));
    }

    @Test
    void hooksAreProgramsByTheirMoment() throws Exception {
        SegueConfig config = new ConfigFile(directory)
                .with("nodes = [node_a, node_b] }", "nodes = [node_a, node_b], hooks { before-hold = \"/h/before\", success = \"/h/success\" } }")
                .load();

        assertThat(config.shards().get("main").hooks())
                .isEqualTo(Map.of(Hook.BEFORE_HOLD, Path.of("/h/before"), Hook.SUCCESS, Path.of("/h/success")));
    }
}
