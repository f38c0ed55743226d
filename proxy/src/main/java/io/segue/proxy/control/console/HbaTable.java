package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.config.hba.CertificateCheck;
import io.segue.proxy.config.hba.CertificateCheck.CertificateName;
import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.config.hba.HbaRule.ConnectionType;
import io.segue.proxy.config.hba.LoginMethod;
import io.segue.proxy.config.hba.LoginMethod.ClearText;
import io.segue.proxy.config.hba.LoginMethod.KeptPassword;
import io.segue.proxy.config.hba.NamePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** SHOW HBA: each rule as it would stand in pg_hba.conf. Rules hold no secrets. */
final class HbaTable {

    private HbaTable() {}

    static Operation of(List<HbaRule> rules) {
        return new Table<>(
                List.of(
                        bigint("number", HbaRule::number),
                        text("type", rule -> rule.type().name().toLowerCase(Locale.ROOT)),
                        text("database", rule -> joined(rule.databases())),
                        text("user", rule -> joined(rule.users())),
                        text("address", rule -> Optional.of(rule.address()).filter(_ -> rule.type() != ConnectionType.LOCAL)),
                        text("method", HbaRule::method),
                        text("options", rule -> Texts.orNull(options(rule)))),
                () -> rules);
    }

    private static String joined(List<NamePattern> patterns) {
        return patterns.stream().map(NamePattern::toString).collect(Collectors.joining(","));
    }

    private static String options(HbaRule rule) {
        List<String> options = new ArrayList<>();
        switch (rule.certificate()) {
            case CertificateCheck.None() -> { }
            case CertificateCheck.Valid() -> options.add("client-certificate=verify-ca");
            case CertificateCheck.Names(CertificateName name, Optional<String> map) -> {
                options.add("client-certificate=verify-full");
                options.add("client-name=" + (name == CertificateName.COMMON_NAME ? "CN" : "DN"));
                map.ifPresent(it -> options.add("map=" + it));
            }
        }
        switch (rule.method()) {
            case LoginMethod.Password(ClearText clearText, KeptPassword kept) -> {
                if (clearText == ClearText.ANYWHERE) {
                    options.add("clear-text=anywhere");
                }
                keep(kept, options);
            }
            case LoginMethod.PassThrough(KeptPassword kept) -> keep(kept, options);
            case LoginMethod.Trust _, LoginMethod.Reject _, LoginMethod.ScramSha256 _, LoginMethod.Md5 _, LoginMethod.Certificate _ -> { }
        }
        return String.join(" ", options);
    }

    private static void keep(KeptPassword kept, List<String> options) {
        if (kept == KeptPassword.KEPT) {
            options.add("keep-password=yes");
        }
    }
}
