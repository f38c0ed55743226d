package io.segue.proxy.config;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.hba.HbaRule.ConnectionType;
import io.segue.proxy.config.hba.LoginMethod.ClearText;
import io.segue.proxy.config.hba.MethodName;
import io.segue.proxy.config.schema.Block;
import io.segue.proxy.config.schema.Findings;
import io.segue.proxy.config.schema.Setting;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the keys of a rule have to do with each other, and rules with listeners and identities. As PostgreSQL checks pg_hba.conf. */
final class HbaChecks {

    private final Block segue;
    private final Findings findings;

    HbaChecks(Block segue, Findings findings) {
        this.segue = segue;
        this.findings = findings;
    }

    void check() {
        listenersHaveRules();
        Set<String> maps = segue.list(HbaKeys.IDENTITIES).stream()
                .flatMap(line -> line.find(HbaKeys.IDENTITY_MAP).stream())
                .collect(Collectors.toSet());
        for (Block rule : segue.list(HbaKeys.HBA)) {
            Optional<ConnectionType> type = rule.find(HbaKeys.TYPE);
            Optional<MethodName> method = rule.find(HbaKeys.METHOD);
            if (type.isPresent() && method.isPresent()) {
                address(rule, type.get());
                certificate(rule, type.get(), method.get());
                names(rule, method.get(), maps);
                password(rule, type.get(), method.get());
            }
        }
    }

    private void listenersHaveRules() {
        boolean someRules = !segue.list(HbaKeys.HBA).isEmpty();
        boolean used = false;
        for (Block listener : segue.list(Keys.LISTEN)) {
            var authentication = listener.entry(Keys.AUTHENTICATION);
            if (authentication.isPresent() && authentication.get().value() == Authentication.HBA) {
                used = true;
                if (!someRules) {
                    findings.add(authentication.get().place(), "there are no rules: nobody could log in", "Write " + HbaKeys.HBA.example());
                }
            }
        }
        if (someRules && !used) {
            findings.add(segue.list(HbaKeys.HBA).getFirst().place(), "no listener goes by these rules", "Write authentication = hba in listen");
        }
    }

    private void address(Block rule, ConnectionType type) {
        if (type == ConnectionType.LOCAL) {
            unwanted(rule, HbaKeys.ADDRESS, "a local connection has no address");
        } else if (rule.entry(HbaKeys.ADDRESS).isEmpty() && !isUnreadable(rule, HbaKeys.ADDRESS)) {
            findings.add(rule.place(), "it has no address", "Write address = all, or something like " + HbaKeys.ADDRESS.example());
        }
    }

    private void certificate(Block rule, ConnectionType type, MethodName method) {
        if (type == ConnectionType.HOSTSSL) {
            return;
        }
        if (method == MethodName.CERT) {
            findings.add(rule.entry(HbaKeys.METHOD).orElseThrow().place(), "cert needs an encrypted connection", "Write type = hostssl");
        }
        unwanted(rule, HbaKeys.CLIENT_CERTIFICATE, "only an encrypted connection (hostssl) has a certificate");
    }

    private void names(Block rule, MethodName method, Set<String> maps) {
        boolean namesCount = method == MethodName.CERT
                || rule.find(HbaKeys.CLIENT_CERTIFICATE).filter(strictness -> strictness == HbaKeys.Strictness.VERIFY_FULL).isPresent();
        if (method == MethodName.CERT) {
            rule.entry(HbaKeys.CLIENT_CERTIFICATE)
                    .filter(entry -> entry.value() == HbaKeys.Strictness.VERIFY_CA)
                    .ifPresent(entry -> findings.add(entry.place(), "cert always looks at the name, too", "Remove it, or write verify-full"));
        }
        if (!namesCount) {
            unwanted(rule, HbaKeys.CLIENT_NAME, "without cert or client-certificate = verify-full no name is looked at");
            unwanted(rule, HbaKeys.MAP, "without cert or client-certificate = verify-full no name is looked at");
        }
        rule.entry(HbaKeys.MAP).filter(map -> !maps.contains(map.value())).ifPresent(map -> findings.add(
                map.place(), "there is no map '" + map.value() + "' in identities", "Write " + HbaKeys.IDENTITIES.example()));
    }

    private void password(Block rule, ConnectionType type, MethodName method) {
        if (method != MethodName.PASSWORD) {
            unwanted(rule, HbaKeys.CLEAR_TEXT, "only the method password sends one in clear");
        } else if (type == ConnectionType.HOSTNOSSL && rule.find(HbaKeys.CLEAR_TEXT).orElse(ClearText.PROTECTED) == ClearText.PROTECTED) {
            findings.add(
                    rule.place(), "it would send passwords in clear over connections that are not encrypted, so it lets nobody in",
                    "Write type = hostssl, or clear-text = anywhere if the network is to be trusted");
        }
        if (method != MethodName.PASS_THROUGH && method != MethodName.PASSWORD) {
            unwanted(rule, HbaKeys.KEEP_PASSWORD, "only with password and pass-through is there a password to keep");
        }
    }

    private void unwanted(Block rule, Setting<?> setting, String because) {
        rule.entry(setting).ifPresent(entry -> findings.add(entry.place(), because, "Remove it"));
    }

    /** It is there, and what is wrong with it was said already. */
    private boolean isUnreadable(Block rule, Setting<?> setting) {
        String path = rule.place().path() + "." + setting.key();
        return findings.inOrder().stream().anyMatch(finding -> finding.place().path().equals(path));
    }
}
