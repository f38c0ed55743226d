package io.segue.proxy.data.login;

import io.segue.proxy.config.hba.CertificateCheck;
import io.segue.proxy.config.hba.CertificateCheck.CertificateName;
import io.segue.proxy.config.hba.Identity;
import java.util.List;
import java.util.Optional;

/** Compares a client's certificate with what its rule asks of it. */
final class CertificateGate {

    private final CertificateCheck check;
    private final List<Identity> identities;

    CertificateGate(CertificateCheck check, List<Identity> identities) {
        this.check = check;
        this.identities = identities;
    }

    /** Whether there is one if there has to be; looked at before the client is asked anything. */
    boolean isContent(ClientOrigin origin) {
        return check instanceof CertificateCheck.None || origin.certificate().isPresent();
    }

    /** Whether it is that of {@code role}, if it has to be; looked at when the client has proved the rest. */
    boolean names(ClientOrigin origin, String role) {
        return switch (check) {
            case CertificateCheck.None _, CertificateCheck.Valid _ -> true;
            case CertificateCheck.Names(CertificateName which, Optional<String> map) -> origin.certificate()
                    .flatMap(names -> name(names, which))
                    .filter(name -> map.isPresent() ? Identity.allow(identities, map.get(), name, role) : name.equals(role))
                    .isPresent();
        };
    }

    private static Optional<String> name(ClientOrigin.Names names, CertificateName which) {
        return switch (which) {
            case COMMON_NAME -> names.commonName();
            case DISTINGUISHED_NAME -> Optional.of(names.distinguishedName());
        };
    }
}
