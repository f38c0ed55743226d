package io.segue.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.hba.AddressPattern;
import io.segue.proxy.config.hba.CertificateCheck;
import io.segue.proxy.config.hba.CertificateCheck.CertificateName;
import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.config.hba.HbaRule.ConnectionType;
import io.segue.proxy.config.hba.Identity;
import io.segue.proxy.config.hba.LoginMethod;
import io.segue.proxy.config.hba.LoginMethod.ClearText;
import io.segue.proxy.config.hba.LoginMethod.KeptPassword;
import io.segue.proxy.config.hba.NamePattern;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules for logins as operators write them. */
class HbaConfigTest {

    @TempDir
    private Path directory;

    @Test
    void rulesAreReadInTheirOrder() throws InvalidConfigException {
        SegueConfig config = file("""
                { type = hostssl, database = all, user = "+staff", address = "10.0.0.0/8", method = cert, map = people, client-name = DN }
                { type = local, database = [shop, "/^b.*,.*"], user = "alice, bob", method = md5 }
                { type = host, database = replication, user = all, address = samenet, method = password, clear-text = anywhere }
                { type = hostssl, database = sameuser, user = all, address = "::1", method = trust, client-certificate = verify-ca }
                """)
                .with("hba = [", "identities = [ { map = people, system = \"/^(.*)@example$\", role = \"\\\\1\" } ]\nhba = [")
                .load();

        assertThat(config.listeners().getFirst().authentication()).isEqualTo(Authentication.HBA);
        List<HbaRule> rules = config.authentication().hba();
        assertThat(rules.get(0)).isEqualTo(new HbaRule(
                1, ConnectionType.HOSTSSL, List.of(new NamePattern.All()), List.of(new NamePattern.MemberOf("staff")),
                AddressPattern.Network.parse("10.0.0.0/8"), new LoginMethod.Certificate(),
                new CertificateCheck.Names(CertificateName.DISTINGUISHED_NAME, Optional.of("people"))));
        assertThat(rules.get(1).databases()).hasToString("[shop, /^b.*,.*]");
        assertThat(rules.get(1).users()).containsExactly(new NamePattern.Exactly("alice"), new NamePattern.Exactly("bob"));
        assertThat(rules.get(2).method()).isEqualTo(new LoginMethod.Password(ClearText.ANYWHERE, KeptPassword.FORGOTTEN));
        assertThat(rules.get(3).certificate()).isEqualTo(new CertificateCheck.Valid());
        assertThat(rules.get(3).address()).isEqualTo(AddressPattern.Network.parse("::1/128"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            type = host, database = all, user = all, method = trust | it has no address
            type = local, database = all, user = all, address = all, method = trust | a local connection has no address
            type = host, database = all, user = all, address = "db.example.com", method = trust | 'db.example.com' is neither an address nor a network
            type = host, database = all, user = all, address = "10.0.0.0/33", method = trust | '10.0.0.0/33' is neither an address nor a network
            type = host, database = all, user = "/(", address = all, method = trust | '/(' is not a regular expression: Unclosed group
            type = host, database = "a,,b", user = all, address = all, method = trust | there is an empty name between commas
            type = host, database = all, user = all, address = all, method = ldap | 'ldap' is not known here
            type = host, database = all, user = all, address = all, method = cert | cert needs an encrypted connection
            type = host, database = all, user = all, address = all, method = trust, client-certificate = verify-ca | only an encrypted connection (hostssl) has a certificate
            type = hostssl, database = all, user = all, address = all, method = cert, client-certificate = verify-ca | cert always looks at the name, too
            type = hostssl, database = all, user = all, address = all, method = cert, map = nobody | there is no map 'nobody' in identities
            type = hostssl, database = all, user = all, address = all, method = trust, client-name = CN | without cert or client-certificate = verify-full no name is looked at
            type = hostnossl, database = all, user = all, address = all, method = password | it would send passwords in clear over connections that are not encrypted, so it lets nobody in
            type = host, database = all, user = all, address = all, method = trust, clear-text = anywhere | only the method password sends one in clear
            type = host, database = all, user = all, address = all, method = md5, keep-password = yes | only with password and pass-through is there a password to keep
            """)
    void whatDoesNotGoTogetherIsFound(String rule, String problem) {
        assertThat(file("{ " + rule + " }").findings()).singleElement().asString().contains("segue.hba[0]", problem);
    }

    @Test
    void aListenerWithoutRulesAndRulesWithoutAListenerAreFound() {
        assertThat(new ConfigFile(directory).with("authentication = trust", "authentication = hba").findings())
                .singleElement().asString().contains("segue.listen[0].authentication", "nobody could log in");
        assertThat(file("{ type = local, database = all, user = all, method = trust }").with("authentication = hba", "authentication = trust").findings())
                .singleElement().asString().contains("segue.hba[0]", "no listener goes by these rules");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            people, alice@example.com, alice, true
            people, alice@example.com, bob, false
            people, alice@example.org, alice, false
            people, Big Boss, root, true
            people, Big Bos, root, false
            people, anybody@ops, whoever, true
            others, Big Boss, root, false
            """)
    void anIdentityMayBeSomeRoles(String map, String system, String role, boolean allowed) {
        List<Identity> identities = List.of(
                new Identity("people", NamePattern.ofDatabase("/^(.*)@example\\.com$"), "\\1"),
                new Identity("people", new NamePattern.Exactly("Big Boss"), "root"),
                new Identity("people", NamePattern.ofDatabase("/@ops$"), "all"));

        assertThat(Identity.allow(identities, map, system, role)).isEqualTo(allowed);
    }

    private ConfigFile file(String rules) {
        return new ConfigFile(directory)
                .with("authentication = trust", "authentication = hba")
                .with("console {", "hba = [\n" + rules + "\n]\nconsole {");
    }
}
