package io.segue.proxy.data.login;

import io.segue.protocol.login.MockVerifiers;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.config.hba.Identity;
import io.segue.proxy.config.hba.LoginMethod;
import io.segue.proxy.data.entrance.BadPeers;
import io.segue.proxy.route.ShardMap;
import io.segue.proxy.watch.Meters;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What all logins share. Built by {@code Proxy}; every part is safe from any event loop.
 *
 * @param rules for each kind of listener
 * @param identities see {@link Identity}
 * @param passwordWork takes what is too long for an event loop
 * @param badPeers who writes the log of those that are turned away
 */
public record LoginServices(
        ShardMap shards,
        Map<Authentication, Hba> rules,
        List<Identity> identities,
        List<String> adminRoles,
        CredentialSource credentials,
        MockVerifiers mocks,
        Executor passwordWork,
        BadPeers badPeers,
        Meters meters) {

    /** @param hba the rules for listeners that go by them; the others have one for everybody */
    public static Map<Authentication, Hba> rules(List<HbaRule> hba) {
        OwnNetworks ownNetworks = new OwnNetworks();
        Map<Authentication, Hba> rules = new EnumMap<>(Authentication.class);
        rules.put(Authentication.TRUST, new Hba(HbaRule.everybody(new LoginMethod.Trust()), ownNetworks));
        rules.put(Authentication.SCRAM_SHA_256, new Hba(HbaRule.everybody(new LoginMethod.ScramSha256()), ownNetworks));
        rules.put(Authentication.HBA, new Hba(hba, ownNetworks));
        return rules;
    }
}
