package io.segue.proxy.data.net.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text in PEM, as OpenSSL writes it: blocks with a label, and anything between them, which is for people. */
final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\R(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String CERTIFICATE = "CERTIFICATE";

    private Pem() {}

    /** @param bytes what stands in it in Base64: DER, mostly */
    record Block(String label, byte[] bytes) {}

    static List<Block> blocks(String text) throws GeneralSecurityException {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            blocks.add(new Block(block.group(1), decode(block.group(2))));
        }
        return blocks;
    }

    /** @throws GeneralSecurityException when there is none, or one that cannot be read */
    static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(text)) {
            if (block.label().equals(CERTIFICATE)) {
                Certificate certificate = factory.generateCertificate(new ByteArrayInputStream(block.bytes()));
                certificates.add((X509Certificate) certificate);
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("there is no certificate in it");
        }
        return certificates;
    }

    /** An old key that is encrypted has headers in front of its Base64. */
    private static byte[] decode(String body) throws GeneralSecurityException {
        if (body.contains("ENCRYPTED")) {
            throw new GeneralSecurityException("it is encrypted with a passphrase, and nobody is there to ask for it");
        }
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("what stands between BEGIN and END is not Base64", e);
        }
    }
}
