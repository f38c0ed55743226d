package io.segue.protocol.login;

import com.ongres.saslprep.SASLprep;

/** A password as PostgreSQL takes it before it derives keys from it (saslprep.c, auth-scram.c). */
final class SaslPrep {

    private static final int LAST_ASCII = 0x7F;

    private SaslPrep() {
    }

    /**
     * Prepared with SASLprep (RFC 4013). PostgreSQL is lenient where that profile is not: ASCII, what is prohibited, and what nothing would
     * be left of (there the library runs out of bounds), is taken as it is.
     */
    static String prepare(String password) {
        if (password.chars().allMatch(c -> c <= LAST_ASCII)) {
            return password;
        }
        try {
            return new SASLprep().prepareStored(password);
        } catch (IllegalArgumentException | IndexOutOfBoundsException notPreparable) {
            return password;
        }
    }
}
