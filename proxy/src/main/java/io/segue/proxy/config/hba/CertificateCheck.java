package io.segue.proxy.config.hba;

import java.util.Optional;

/** What a rule asks of the client's certificate. */
public sealed interface CertificateCheck {

    record None() implements CertificateCheck {}

    /** That there is one, signed by whom the listener trusts. */
    record Valid() implements CertificateCheck {}

    /**
     * That its name is, or stands for, the role.
     *
     * @param map of {@code identities}; without one the name must be the role's own
     */
    record Names(CertificateName name, Optional<String> map) implements CertificateCheck {}

    /** Which name of a certificate counts. */
    enum CertificateName {
        COMMON_NAME,
        DISTINGUISHED_NAME
    }
}
