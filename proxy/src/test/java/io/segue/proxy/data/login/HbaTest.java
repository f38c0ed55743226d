package io.segue.proxy.data.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.config.hba.AddressPattern;
import io.segue.proxy.config.hba.CertificateCheck;
import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.config.hba.HbaRule.ConnectionType;
import io.segue.proxy.config.hba.LoginMethod;
import io.segue.proxy.config.hba.NamePattern;
import io.segue.proxy.data.login.ClientOrigin.Protection;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule is for which connection, as in pg_hba.conf. */
class HbaTest {

    private static final InetAddress CLIENT = InetAddress.ofLiteral("10.1.2.3");

    @ParameterizedTest(name = "{0} {1} {2} {3}: {4} {5} {6} {7} {8}")
    @CsvSource(delimiter = '|', textBlock = """
            # type      | database     | user       | address        || from        | tls | user  | database | fits
            host        | all          | all        | all            || 10.1.2.3    | no  | alice | shop     | yes
            host        | all          | all        | all            || 10.1.2.3    | yes | alice | shop     | yes
            host        | all          | all        | all            || local       | no  | alice | shop     | no
            local       | all          | all        | all            || local       | no  | alice | shop     | yes
            local       | all          | all        | all            || 10.1.2.3    | no  | alice | shop     | no
            hostssl     | all          | all        | all            || 10.1.2.3    | no  | alice | shop     | no
            hostssl     | all          | all        | all            || 10.1.2.3    | yes | alice | shop     | yes
            hostnossl   | all          | all        | all            || 10.1.2.3    | no  | alice | shop     | yes
            hostnossl   | all          | all        | all            || 10.1.2.3    | yes | alice | shop     | no
            host        | shop,billing | all        | all            || 10.1.2.3    | no  | alice | billing  | yes
            host        | shop,billing | all        | all            || 10.1.2.3    | no  | alice | Billing  | no
            host        | sameuser     | all        | all            || 10.1.2.3    | no  | alice | alice    | yes
            host        | sameuser     | all        | all            || 10.1.2.3    | no  | alice | shop     | no
            host        | samerole     | all        | all            || 10.1.2.3    | no  | alice | sales    | yes
            host        | samerole     | all        | all            || 10.1.2.3    | no  | alice | shop     | no
            host        | /^sho[pt]$   | all        | all            || 10.1.2.3    | no  | alice | shop     | yes
            host        | /ho          | all        | all            || 10.1.2.3    | no  | alice | shop     | yes
            host        | /^ho         | all        | all            || 10.1.2.3    | no  | alice | shop     | no
            host        | replication  | all        | all            || 10.1.2.3    | no  | alice | shop     | no
            host        | all          | alice,bob  | all            || 10.1.2.3    | no  | bob   | shop     | yes
            host        | all          | alice,bob  | all            || 10.1.2.3    | no  | carol | shop     | no
            host        | all          | +sales     | all            || 10.1.2.3    | no  | alice | shop     | yes
            host        | all          | +alice     | all            || 10.1.2.3    | no  | alice | shop     | yes
            host        | all          | +admins    | all            || 10.1.2.3    | no  | alice | shop     | no
            host        | all          | /^al.*e$   | all            || 10.1.2.3    | no  | alice | shop     | yes
            host        | all          | all        | 10.1.0.0/16    || 10.1.2.3    | no  | alice | shop     | yes
            host        | all          | all        | 10.1.2.3/32    || 10.1.2.3    | no  | alice | shop     | yes
            host        | all          | all        | 10.1.2.4/31    || 10.1.2.3    | no  | alice | shop     | no
            host        | all          | all        | 10.1.2.3/31    || 10.1.2.2    | no  | alice | shop     | yes
            host        | all          | all        | 0.0.0.0/0      || 10.1.2.3    | no  | alice | shop     | yes
            host        | all          | all        | 0.0.0.0/0      || ::1         | no  | alice | shop     | no
            host        | all          | all        | ::/0           || 10.1.2.3    | no  | alice | shop     | no
            host        | all          | all        | 2001:db8::/33  || 2001:db8:7fff::1 | no | alice | shop  | yes
            host        | all          | all        | 2001:db8::/33  || 2001:db8:8000::1 | no | alice | shop  | no
            host        | all          | all        | samehost       || 127.0.0.1   | no  | alice | shop     | yes
            host        | all          | all        | samehost       || 127.0.0.2   | no  | alice | shop     | no
            host        | all          | all        | samenet        || 127.0.0.2   | no  | alice | shop     | yes
            host        | all          | all        | samenet        || 198.51.100.1| no  | alice | shop     | no
            """)
    void fits(
            ConnectionTypeWord type, String databases, String users, String address, String ignored, String from, String tls, String user,
            String database, String fits) {
        HbaRule rule = rule(1, type.type(), databases, users, address, new LoginMethod.Trust());
        ClientOrigin origin = new ClientOrigin(
                from.equals("local") ? Optional.empty() : Optional.of(InetAddress.ofLiteral(from)),
                tls.equals("yes") ? new Protection.Encrypted(Optional.empty(), Optional.empty()) : new Protection.Plain());

        Hba.Verdict verdict = hba(rule).decide(origin, startup(user, database), Optional.of(Set.of("alice", "sales", "staff")));

        assertThat(verdict).isEqualTo(fits.equals("yes") ? new Hba.Verdict.Decides(rule) : new Hba.Verdict.NoRule());
    }

    /** The words of the file, for the table. */
    enum ConnectionTypeWord {
        local,
        host,
        hostssl,
        hostnossl;

        ConnectionType type() {
            return ConnectionType.valueOf(name().toUpperCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void theFirstThatFitsDecides() {
        HbaRule other = rule(1, ConnectionType.HOST, "billing", "all", "all", new LoginMethod.Trust());
        HbaRule reject = rule(2, ConnectionType.HOST, "shop", "alice", "all", new LoginMethod.Reject());
        HbaRule trust = rule(3, ConnectionType.HOST, "all", "all", "all", new LoginMethod.Trust());

        assertThat(hba(other, reject, trust).decide(plain(), startup("alice", "shop"), Optional.empty()))
                .isEqualTo(new Hba.Verdict.Decides(reject));
        assertThat(hba(other, reject, trust).decide(plain(), startup("bob", "shop"), Optional.empty()))
                .isEqualTo(new Hba.Verdict.Decides(trust));
    }

    @Test
    void withoutRulesNobodyIsLetIn() {
        assertThat(hba().decide(plain(), startup("alice", "shop"), Optional.empty())).isEqualTo(new Hba.Verdict.NoRule());
    }

    @Test
    void membershipIsAskedForOnlyWhenItDecides() {
        HbaRule group = rule(1, ConnectionType.HOST, "shop", "+staff", "all", new LoginMethod.Trust());
        HbaRule all = rule(2, ConnectionType.HOST, "all", "all", "all", new LoginMethod.Reject());

        assertThat(hba(group, all).decide(plain(), startup("alice", "shop"), Optional.empty())).isEqualTo(new Hba.Verdict.AskForGroups());
        assertThat(hba(group, all).decide(plain(), startup("alice", "billing"), Optional.empty())).isEqualTo(new Hba.Verdict.Decides(all));
        assertThat(hba(all, group).decide(plain(), startup("alice", "shop"), Optional.empty())).isEqualTo(new Hba.Verdict.Decides(all));
        assertThat(hba(group, all).decide(plain(), startup("alice", "shop"), Optional.of(Set.of()))).isEqualTo(new Hba.Verdict.Decides(all));
    }

    @Test
    void aPhysicalReplicationConnectionNeedsARuleOfItsOwn() {
        HbaRule all = rule(1, ConnectionType.HOST, "all", "all", "all", new LoginMethod.Trust());
        HbaRule replication = rule(2, ConnectionType.HOST, "replication", "all", "all", new LoginMethod.Trust());

        assertThat(hba(all, replication).decide(plain(), replicating("true"), Optional.empty())).isEqualTo(new Hba.Verdict.Decides(replication));
        assertThat(hba(all, replication).decide(plain(), replicating("database"), Optional.empty())).isEqualTo(new Hba.Verdict.Decides(all));
        assertThat(hba(all, replication).decide(plain(), replicating("off"), Optional.empty())).isEqualTo(new Hba.Verdict.Decides(all));
    }

    @Test
    void theShorthandIsForEverybody() {
        Hba everybody = new Hba(HbaRule.everybody(new LoginMethod.ScramSha256()), new OwnNetworks());

        assertThat(Stream.of(plain(), new ClientOrigin(Optional.empty(), new Protection.Plain())))
                .allSatisfy(origin -> assertThat(everybody.decide(origin, startup("alice", "shop"), Optional.empty()))
                        .isInstanceOf(Hba.Verdict.Decides.class));
        assertThat(everybody.decide(plain(), replicating("true"), Optional.empty())).isInstanceOf(Hba.Verdict.Decides.class);
    }

    private static ClientOrigin plain() {
        return new ClientOrigin(Optional.of(CLIENT), new Protection.Plain());
    }

    private static Hba hba(HbaRule... rules) {
        return new Hba(List.of(rules), new OwnNetworks());
    }

    private static HbaRule rule(int number, ConnectionType type, String databases, String users, String address, LoginMethod method) {
        return new HbaRule(
                number,
                type,
                Stream.of(databases.split(",")).map(NamePattern::ofDatabase).toList(),
                Stream.of(users.split(",")).map(NamePattern::ofUser).toList(),
                switch (address) {
                    case "all" -> new AddressPattern.All();
                    case "samehost" -> new AddressPattern.SameHost();
                    case "samenet" -> new AddressPattern.SameNet();
                    default -> AddressPattern.Network.parse(address);
                },
                method,
                new CertificateCheck.None());
    }

    private static StartupMessage startup(String user, String database) {
        return new StartupMessage(ProtocolVersion.V3_0, Map.of("user", user, "database", database));
    }

    private static StartupMessage replicating(String how) {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("user", "alice", "database", "shop", "replication", how));
        return new StartupMessage(ProtocolVersion.V3_0, parameters);
    }
}
