package io.segue.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a file is said with its line, its key, the reason and the remedy. */
class FindingsTest {

    @TempDir
    private Path directory;

    @Test
    void aGoodFileHasNone() {
        assertThat(new ConfigFile(directory).findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # a part of the good file | what stands there instead | the finding
            hold = 3s | hodl = 3s | 12: segue.limits.hodl: there is no such key. Did you mean hold?
            hold = 3s | Hold_gap = 3s | 12: segue.limits.Hold_gap: there is no such key. Did you mean hold-gap?
            hold = 3s | zzzzzz = 3s | 12: segue.limits.zzzzzz: there is no such key. Known here: clients, reserved-clients, consoles, half-open-logins, clients-per-database, clients-per-role, clients-per-address, client-idle, login, connect, hold, drain, switchover, hold-gap, attempts, postpone, hook, fenced-hook, verify-rate, held-sessions, warm, ramp, node-call, start, lag, ready-lag, wal-room, session-memory, shutdown.
            console { | drain = 1s, console { | 3: segue.drain: there is no such key. Did you mean segue.limits.drain?
            hold = 3s | hold = 3 | 12: segue.limits.hold: '3' has no unit. Write 3s or 1500ms.
            hold = 3s | hold = 3m | 12: segue.limits.hold: 'm' is not a unit here. Write 3s or 1500ms; the units are us, ms, s, min, h, d.
            hold = 3s | hold = soon | 12: segue.limits.hold: 'soon' is not a positive number with a unit. Write 3s or 1500ms.
            hold = 3s | hold = 0s | 12: segue.limits.hold: '0s' is not between 1ms and 1d. Write a value in that range.
            hold = 3s | hold = -1s | 12: segue.limits.hold: '-1s' is not a positive number with a unit. Write 3s or 1500ms.
            hold = 3s | hold = 99999999999999999d | 12: segue.limits.hold: '99999999999999999d' is too large or too fine. Write it in another unit.
            hold = 3s | hold = [3s] | 12: segue.limits.hold: a list is not a number. Write a number with its unit.
            hold = 3s | hold = null | 12: segue.limits.hold: null is not a number. Write a number with its unit.
            hold = 3s | lag = 16000000 | 12: segue.limits.lag: '16000000' has no unit. Write 16MB or 64kB.
            hold = 3s | lag = 16mb | 12: segue.limits.lag: 'mb' is not a unit here. Write 16MB or 64kB; the units are B, kB, MB, GB, TB.
            hold = 3s | clients = many | 12: segue.limits.clients: 'many' is not a whole number. Write it with digits only.
            hold = 3s | clients = 0 | 12: segue.limits.clients: 0 is not between 1 and 1000000. Write a number in that range.
            hold = 3s | clients = 2.5 | 12: segue.limits.clients: '2.5' is not a whole number. Write it with digits only.
            hold = 3s | warm = 8 | 12: segue.limits.warm: '8' stands where a section in braces belongs. Write warm { duration = 3s, concurrency = 8, sessions = 1000, reserve = 3, renewal = 5s }.
            port = 6432 | port = 65536 | 2: segue.listen[0].port: 65536 is not between 1 and 65535. Write a number in that range.
            ' = trust' | ' = md5' | 2: segue.listen[0].authentication: 'md5' is not known here. Write hba or scram-sha-256 or trust.
            ', authentication = trust' | '' | 2: segue.listen[0].authentication: it is missing and has no default. Write authentication = scram-sha-256.
            "127.0.0.1" | "*" | 2: segue.listen[0].address: '*' is not an address. Write 0.0.0.0 for every IPv4 address, :: for every address.
            host = "10.0.0.1" | host = "db:5432" | 5: segue.nodes.node_a.host: 'db:5432' has a port in it. The port has a key of its own.
            host = "10.0.0.1" | host = "db one" | 5: segue.nodes.node_a.host: 'db one' is neither a host name nor an IP address. Write it without blanks and slashes.
            host = "10.0.0.1" | host = "" | 5: segue.nodes.node_a.host: it is empty. Write a value or remove the line.
            host = "10.0.0.1" | host = "a\\u0000b" | 5: segue.nodes.node_a.host: it has a control character in it. Write it in one line of plain text.
            host = "10.0.0.1" | host = 10 | 5: segue.nodes.node_a.host: '10' is not text. Put it into quotes if it is meant as text.
            data-directory = "/a" | data-directory = "a" | 5: segue.nodes.node_a.data-directory: 'a' is a relative path, and what it is relative to depends on who starts what. Write it from the root: /....
            'nodes = [node_a, node_b] }' | 'nodes = [node_a, node_b], hooks { fenced = fence.sh } }' | 9: segue.shards.main.hooks.fenced: 'fence.sh' is a relative path, and what it is relative to depends on who starts what. Write it from the root: /....
            shell = ["sh"] | shell = sh | 5: segue.nodes.node_a.shell: 'sh' is not a list. Put it into brackets: ["..."].
            roles = [ops] | roles = [] | 3: segue.console.roles: the list is empty. Name at least one.
            console { roles = [ops] } | '' | segue.console: it is missing and has no default. Write console { roles = ["ops"] }.
            main { | Main-1 { | 9: segue.shards.Main-1: 'Main-1' cannot be a name here. Write up to 30 of a-z, 0-9 and _, a letter first: replication slots are named after it, and it is typed in the console without quotes.
            console { | http = no, console { | 3: segue.http: 'no' stands where a section in braces belongs. Write http { address = "127.0.0.1", port = 6432 } or http = off.
            """)
    void isSaid(String good, String bad, String finding) {
        assertThat(new ConfigFile(directory).with(good, bad == null ? "" : bad).findings()).containsExactly(finding);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hold = 3s | hold = 5s | 12: segue.limits.hold: a hold of 5s is too long: connection pools give up a connection that is silent for 5s. Write 4500ms or less.
            hold = 3s | hold = 2s | 12: segue.limits.hold: drain (1500ms) and switchover (1s) take 2500ms, which is longer than hold (2s): the hold would end in the middle of a move. Shorten drain or switchover, or raise hold up to 4500ms.
            hold = 3s | drain = 2001ms | 12: segue.limits.drain: drain (2001ms) and switchover (1s) take 3001ms, which is longer than hold (3s): the hold would end in the middle of a move. Shorten drain or switchover, or raise hold up to 4500ms.
            hold = 3s | fenced-hook = 501ms | 12: segue.limits.fenced-hook: fenced-hook (501ms) takes more than half of switchover (1s), which is for stop, proof and promotion. Shorten fenced-hook or raise switchover.
            hold = 3s | connect = 10s | 12: segue.limits.connect: login (10s) is not longer than connect (10s), which is a part of it. Raise login or shorten connect.
            hold = 3s | warm.sessions = 4 | 12: segue.limits.warm.sessions: 8 logins at the same time are more than the 4 sessions to warm. Lower concurrency or raise sessions.
            hold = 3s | 'clients = 10, reserved-clients = 10' | 12: segue.limits.reserved-clients: of 10 clients 10 are reserved for the roles of the console: nobody else gets in. Lower reserved-clients or raise clients.
            hold = 3s | clients = 3 | 12: segue.limits.clients: of 3 clients 3 are reserved for the roles of the console: nobody else gets in. Lower reserved-clients or raise clients.
            port = 6432 | port = 9632 | 2: segue.listen[0].port: port 9632 is wanted by segue.listen[0].port and by segue.http.port. Give each its own port.
            = trust } | = trust }, { address = "::", port = 6432, authentication = trust } | 2: segue.listen[1].port: port 6432 is wanted by segue.listen[0].port and by segue.listen[1].port. Give each its own port.
            10.0.0.2 | 10.0.0.1 | 6: segue.nodes.node_b.host: node_b has the address of node_a: they are one server. Correct host or port.
            [node_a, node_b] | [node_a, node_c] | 9: segue.shards.main.nodes: node 'node_c' is not known. Describe it in nodes, where there are: node_a, node_b.
            [node_a, node_b] | [node_a, node_a] | 9: segue.shards.main.nodes: node 'node_a' is named twice, but a move stops the whole server. Name it once.
            'nodes = [node_a, node_b] }' | 'nodes = [node_a] }, other { databases = [shop], nodes = [node_a] }' | 9: segue.shards.other.nodes: node 'node_a' is named by shard main as well, but a move stops the whole server. Name it once.
            'nodes = [node_a, node_b] }' | 'nodes = [node_a] }, other { databases = ["*"], nodes = [node_b] }' | 9: segue.shards.other.databases: database '*' is claimed by shard main as well. Claim it once.
            ["*"] | [shop, shop] | 9: segue.shards.main.databases: database 'shop' is claimed twice. Claim it once.
            ["*"] | [segue] | 9: segue.shards.main.databases: the name 'segue' is taken by Segue's console. Remove it; * does not include it.
            ["*"] | [shop, pgbouncer] | 9: segue.shards.main.databases: the name 'pgbouncer' is taken by Segue's console. Remove it; * does not include it.
            """)
    void relationsAreChecked(String good, String bad, String finding) {
        assertThat(new ConfigFile(directory).with(good, bad).findings()).containsExactly(finding);
    }

    @Test
    void areAllSaidAtOnceInTheOrderOfTheFile() {
        ConfigFile file = new ConfigFile(directory)
                .with("hold = 3s", "hold = 9s, drian = 1s")
                .with("port = 6432", "port = high")
                .with("node_b]", "node_z]");

        assertThat(file.findings())
                .extracting(finding -> finding.substring(0, finding.indexOf(": ", 5)))
                .containsExactly(
                        "2: segue.listen[0].port", "9: segue.shards.main.nodes", "12: segue.limits.drian", "12: segue.limits.hold");
    }

    @Test
    void anEmptyFileLacksEverythingThatOnlyTheOperatorKnows() {
        assertThat(new ConfigFile(directory).with(ConfigFile.GOOD, "").findings())
                .extracting(finding -> finding.substring(0, finding.indexOf(": ")))
                .containsExactly("segue.console", "segue.listen", "segue.nodes", "segue.shards");
    }

    @Test
    void aMisspeltRootIsNamedToo() {
        assertThat(new ConfigFile(directory).with("segue {", "sgue {").findings())
                .contains("1: sgue: there is no such key. Did you mean segue?");
    }
}
