package io.segue.proxy.data.net;

import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * Who a client says it is by its certificate, which the listener has found valid.
 *
 * @param commonName the first CN of the subject; empty when there is none that can be a role's name
 * @param distinguishedName the whole subject as RFC 2253 writes it, which is also what PostgreSQL compares for {@code clientname=DN}
 */
public record ClientCertificate(Optional<String> commonName, String distinguishedName) {

    public static ClientCertificate of(X509Certificate certificate) {
        X500Principal subject = certificate.getSubjectX500Principal();
        String name = subject.getName(X500Principal.RFC2253);
        return new ClientCertificate(commonName(name), name);
    }

    /** A name with a zero byte in it would be another one to whoever reads it in C: it is none (CVE-2009-4034). */
    private static Optional<String> commonName(String name) {
        try {
            return new LdapName(name).getRdns().stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN"))
                    .findFirst()
                    .map(Rdn::getValue)
                    .filter(value -> value instanceof String text && text.indexOf(0) < 0)
                    .map(String.class::cast);
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }
}
