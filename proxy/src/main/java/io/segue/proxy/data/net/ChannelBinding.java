package io.segue.proxy.data.net;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code tls-server-end-point} of RFC 5929: the hash of the certificate with which a server has shown itself. Both ends of a connection with
 * nobody in between know the same one.
 */
public final class ChannelBinding {

    private static final String DEFAULT_DIGEST = "SHA-256";

    private final byte[] bytes;

    private ChannelBinding(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Empty for a certificate whose signature names no hash, as Ed25519 does: the RFC leaves that open, and PostgreSQL gives up, too. */
    public static Optional<ChannelBinding> to(X509Certificate certificate) throws GeneralSecurityException {
        Optional<String> digest = digestOf(certificate);
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ChannelBinding(MessageDigest.getInstance(digest.get()).digest(certificate.getEncoded())));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** The hash that the certificate was signed with; SHA-256 in place of the broken two. */
    private static Optional<String> digestOf(X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.equals("RSASSA-PSS")) {
            return Optional.of(digestOfPss(certificate));
        }
        int with = algorithm.indexOf("WITH");
        return with < 0 ? Optional.empty() : Optional.of(standardName(algorithm.substring(0, with)));
    }

    private static String digestOfPss(X509Certificate certificate) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
        try {
            parameters.init(certificate.getSigAlgParams());
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException("the parameters of the certificate's signature cannot be read", e);
        }
        PSSParameterSpec spec = parameters.getParameterSpec(PSSParameterSpec.class);
        assert spec.getMGFParameters() instanceof MGF1ParameterSpec;
        return standardName(spec.getDigestAlgorithm());
    }

    /** @param name such as SHA1, SHA256 or SHA-384 */
    private static String standardName(String name) throws NoSuchAlgorithmException {
        String plain = name.replace("-", "").toUpperCase(Locale.ROOT);
        return switch (plain) {
            case "MD5", "SHA1" -> DEFAULT_DIGEST;
            case String sha when sha.matches("SHA(224|256|384|512)") -> "SHA-" + sha.substring("SHA".length());
            default -> throw new NoSuchAlgorithmException("no hash is known for a signature by " + name);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelBinding binding && Arrays.equals(bytes, binding.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
