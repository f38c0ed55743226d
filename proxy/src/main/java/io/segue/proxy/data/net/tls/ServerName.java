package io.segue.proxy.data.net.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/**
 * Whether a certificate is that of a host, by libpq's rules (fe-secure-common.c, fe-secure-openssl.c): any name or address of
 * subjectAltName, and the common name only when there is none of the host's kind; a wildcard stands for one label, the first.
 */
final class ServerName {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final String WILDCARD = "*.";

    private ServerName() {}

    static boolean matches(X509Certificate certificate, String host) {
        Optional<InetAddress> address = literal(host);
        boolean useCommonName = true;
        for (List<?> name : alternativeNames(certificate)) {
            int kind = (Integer) name.getFirst();
            if (kind == (address.isPresent() ? IP_ADDRESS : DNS_NAME)) {
                useCommonName = false;
            }
            if (kind == DNS_NAME && nameMatches((String) name.get(1), host)) {
                return true;
            }
            if (kind == IP_ADDRESS && address.isPresent() && literal((String) name.get(1)).equals(address)) {
                return true;
            }
        }
        return useCommonName && commonName(certificate).filter(name -> nameMatches(name, host)).isPresent();
    }

    private static boolean nameMatches(String certified, String host) {
        String pattern = certified.toLowerCase(Locale.ROOT);
        String name = host.toLowerCase(Locale.ROOT);
        if (pattern.indexOf(0) >= 0) {
            return false;
        }
        return pattern.equals(name) || pattern.startsWith(WILDCARD) && wildcardMatches(pattern.substring(1), name);
    }

    /** @param suffix with its dot; what stands in front of it in {@code name} has none */
    private static boolean wildcardMatches(String suffix, String name) {
        return suffix.length() > 1 && name.length() > suffix.length() && name.endsWith(suffix)
                && name.indexOf('.') == name.length() - suffix.length();
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253)).getRdns().stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN"))
                    .findFirst()
                    .map(part -> part.getValue() instanceof String text ? text : "");
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }
}
