package io.segue.proxy.config;

import static io.segue.proxy.config.schema.Kinds.absolutePath;
import static io.segue.proxy.config.schema.Kinds.oneOf;
import static io.segue.proxy.config.schema.Kinds.text;
import static io.segue.proxy.config.schema.Setting.optional;
import static io.segue.proxy.config.schema.Setting.required;

import io.segue.proxy.config.hba.AddressPattern;
import io.segue.proxy.config.hba.CertificateCheck.CertificateName;
import io.segue.proxy.config.hba.HbaKinds;
import io.segue.proxy.config.hba.HbaRule.ConnectionType;
import io.segue.proxy.config.hba.LoginMethod.ClearText;
import io.segue.proxy.config.hba.LoginMethod.KeptPassword;
import io.segue.proxy.config.hba.MethodName;
import io.segue.proxy.config.hba.NamePattern;
import io.segue.proxy.config.schema.Repeated;
import io.segue.proxy.config.schema.Section;
import io.segue.proxy.config.schema.Setting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The keys by which clients log in; part of {@link Keys}. */
final class HbaKeys {

    /** How strictly a certificate is looked at. */
    enum Strictness {
        VERIFY_CA,
        VERIFY_FULL
    }

    static final Setting<ConnectionType> TYPE = required(
            "type",
            oneOf(new TreeMap<>(Map.of(
                    "local", ConnectionType.LOCAL, "host", ConnectionType.HOST, "hostssl", ConnectionType.HOSTSSL, "hostnossl",
                    ConnectionType.HOSTNOSSL))),
            "host");
    static final Setting<List<NamePattern>> DATABASE = required("database", HbaKinds.databases(), "all");
    static final Setting<List<NamePattern>> USER = required("user", HbaKinds.users(), "all");
    static final Setting<AddressPattern> ADDRESS = optional("address", HbaKinds.address(), "\"10.0.0.0/8\"");
    static final Setting<MethodName> METHOD = required("method", oneOf(MethodName.byWord()), "scram-sha-256");
    static final Setting<Strictness> CLIENT_CERTIFICATE = optional(
            "client-certificate",
            oneOf(new TreeMap<>(Map.of("verify-ca", Strictness.VERIFY_CA, "verify-full", Strictness.VERIFY_FULL))),
            "verify-full");
    static final Setting<CertificateName> CLIENT_NAME = optional(
            "client-name",
            oneOf(new TreeMap<>(Map.of("CN", CertificateName.COMMON_NAME, "DN", CertificateName.DISTINGUISHED_NAME))),
            "CN");
    static final Setting<String> MAP = optional("map", text(), "staff");
    static final Setting<ClearText> CLEAR_TEXT = optional(
            "clear-text",
            oneOf(new TreeMap<>(Map.of("protected", ClearText.PROTECTED, "anywhere", ClearText.ANYWHERE))),
            "protected");
    static final Setting<KeptPassword> KEEP_PASSWORD = optional(
            "keep-password", oneOf(new TreeMap<>(Map.of("no", KeptPassword.FORGOTTEN, "yes", KeptPassword.KEPT))), "no");
    static final Repeated HBA = Repeated.any(new Section(
            "hba", TYPE, DATABASE, USER, ADDRESS, METHOD, CLIENT_CERTIFICATE, CLIENT_NAME, MAP, CLEAR_TEXT, KEEP_PASSWORD));

    static final Setting<String> IDENTITY_MAP = required("map", text(), "staff");
    static final Setting<NamePattern> SYSTEM = required("system", HbaKinds.systemName(), "\"/^(.*)@example\\\\.com$\"");
    static final Setting<String> ROLE = required("role", text(), "\"\\\\1\"");
    static final Repeated IDENTITIES = Repeated.any(new Section("identities", IDENTITY_MAP, SYSTEM, ROLE));

    static final Setting<String> USERS_FILE = optional("users-file", absolutePath(), "\"/etc/segue/users.txt\"");

    private HbaKeys() {}
}
