package io.segue.proxy.watch;

/** What came of a certificate that was changed on disk. */
public enum CertificateLoad {
    LOADED,
    /** It cannot be used; the one before stays in force. */
    REFUSED
}
