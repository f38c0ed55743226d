package io.segue.proxy.config;

import io.segue.proxy.config.SegueConfig.ClientAuthentication;
import io.segue.proxy.config.hba.AddressPattern;
import io.segue.proxy.config.hba.CertificateCheck;
import io.segue.proxy.config.hba.CertificateCheck.CertificateName;
import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.config.hba.Identity;
import io.segue.proxy.config.hba.LoginMethod;
import io.segue.proxy.config.hba.LoginMethod.ClearText;
import io.segue.proxy.config.hba.LoginMethod.KeptPassword;
import io.segue.proxy.config.schema.Block;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the rules for clients of a configuration in which nothing was found wrong. */
final class HbaAssembly {

    private HbaAssembly() {}

    static ClientAuthentication of(Block segue) {
        List<HbaRule> rules = new ArrayList<>();
        for (Block rule : segue.list(HbaKeys.HBA)) {
            rules.add(rule(rules.size() + 1, rule));
        }
        return new ClientAuthentication(
                List.copyOf(rules),
                segue.list(HbaKeys.IDENTITIES).stream().map(HbaAssembly::identity).toList(),
                segue.find(HbaKeys.USERS_FILE).map(Path::of));
    }

    private static HbaRule rule(int number, Block rule) {
        return new HbaRule(
                number,
                rule.get(HbaKeys.TYPE),
                rule.get(HbaKeys.DATABASE),
                rule.get(HbaKeys.USER),
                rule.find(HbaKeys.ADDRESS).orElseGet(AddressPattern.All::new),
                method(rule),
                certificate(rule));
    }

    private static LoginMethod method(Block rule) {
        return switch (rule.get(HbaKeys.METHOD)) {
            case TRUST -> new LoginMethod.Trust();
            case REJECT -> new LoginMethod.Reject();
            case SCRAM_SHA_256 -> new LoginMethod.ScramSha256();
            case MD5 -> new LoginMethod.Md5();
            case PASSWORD -> new LoginMethod.Password(rule.find(HbaKeys.CLEAR_TEXT).orElse(ClearText.PROTECTED), kept(rule));
            case CERT -> new LoginMethod.Certificate();
            case PASS_THROUGH -> new LoginMethod.PassThrough(kept(rule));
        };
    }

    private static KeptPassword kept(Block rule) {
        return rule.find(HbaKeys.KEEP_PASSWORD).orElse(KeptPassword.FORGOTTEN);
    }

    private static CertificateCheck certificate(Block rule) {
        return switch (rule.get(HbaKeys.METHOD)) {
            case CERT -> names(rule);
            case TRUST, REJECT, SCRAM_SHA_256, MD5, PASSWORD, PASS_THROUGH -> rule.find(HbaKeys.CLIENT_CERTIFICATE)
                    .map(strictness -> switch (strictness) {
                        case VERIFY_CA -> new CertificateCheck.Valid();
                        case VERIFY_FULL -> names(rule);
                    })
                    .orElseGet(CertificateCheck.None::new);
        };
    }

    private static CertificateCheck names(Block rule) {
        return new CertificateCheck.Names(rule.find(HbaKeys.CLIENT_NAME).orElse(CertificateName.COMMON_NAME), rule.find(HbaKeys.MAP));
    }

    private static Identity identity(Block line) {
        return new Identity(line.get(HbaKeys.IDENTITY_MAP), line.get(HbaKeys.SYSTEM), line.get(HbaKeys.ROLE));
    }
}
