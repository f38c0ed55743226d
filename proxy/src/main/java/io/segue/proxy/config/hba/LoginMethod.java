package io.segue.proxy.config.hba;

/** How a client proves who it is. {@code toString} is how it is written. */
public sealed interface LoginMethod {

    /** It need not. */
    record Trust() implements LoginMethod {

        @Override
        public String toString() {
            return "trust";
        }
    }

    /** It cannot. */
    record Reject() implements LoginMethod {

        @Override
        public String toString() {
            return "reject";
        }
    }

    record ScramSha256() implements LoginMethod {

        @Override
        public String toString() {
            return "scram-sha-256";
        }
    }

    /** By md5 when that is what is stored of the role's password, else by SCRAM-SHA-256. */
    record Md5() implements LoginMethod {

        @Override
        public String toString() {
            return "md5";
        }
    }

    /** The password in clear. */
    record Password(ClearText clearText, KeptPassword password) implements LoginMethod {

        @Override
        public String toString() {
            return "password";
        }
    }

    /** By a valid certificate with its name on it; see {@link CertificateCheck.Names}. */
    record Certificate() implements LoginMethod {

        @Override
        public String toString() {
            return "cert";
        }
    }

    /** The server asks the client, with Segue as the messenger. */
    record PassThrough(KeptPassword password) implements LoginMethod {

        @Override
        public String toString() {
            return "pass-through";
        }
    }

    /** Over which connections a password may travel in clear. */
    enum ClearText {
        /** Encrypted ones, and those that do not leave the machine. */
        PROTECTED,
        /** All of them, because the operator says so. */
        ANYWHERE
    }

    /** What becomes of a password that came in clear. */
    enum KeptPassword {
        /** It is forgotten: a session that it was passed through for cannot be moved, and servers that want it in clear let nobody in. */
        FORGOTTEN,
        /** It is kept in memory as long as the session lives. */
        KEPT
    }
}
