package io.segue.proxy.data.net.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * Private keys in PEM: PKCS #8, which Java reads, and the two older forms that OpenSSL wrote for RSA and for elliptic curves, which are put
 * into the newer one first.
 */
final class PrivateKeys {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    /** rsaEncryption with its NULL: the AlgorithmIdentifier of every RSA key. */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** id-ecPublicKey; the curve follows. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private PrivateKeys() {}

    /** The first private key in {@code text}. */
    static PrivateKey read(String text) throws GeneralSecurityException {
        for (Pem.Block block : Pem.blocks(text)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return fromPkcs8(block.bytes());
                }
                case "RSA PRIVATE KEY" -> {
                    return fromPkcs8(wrap(RSA, block.bytes()));
                }
                case "EC PRIVATE KEY" -> {
                    return fromPkcs8(wrap(der(SEQUENCE, EC, curve(block.bytes())), block.bytes()));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new GeneralSecurityException("it is encrypted with a passphrase, and nobody is there to ask for it");
                default -> { } // EC PARAMETERS, or the certificate in the same file
            }
        }
        throw new GeneralSecurityException("there is no private key in it");
    }

    private static PrivateKey fromPkcs8(byte[] pkcs8) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                // It is a key of one of the others.
            }
        }
        throw new GeneralSecurityException("its private key is none of " + String.join(", ", ALGORITHMS) + ", or is damaged");
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, VERSION_0, algorithm, der(OCTET_STRING, key));
    }

    /** ECPrivateKey ::= SEQUENCE { 1, OCTET STRING, [0] curve OPTIONAL, [1] public key OPTIONAL }: what is inside of the [0]. */
    private static byte[] curve(byte[] key) throws GeneralSecurityException {
        DerReader fields = new DerReader(key).inside(SEQUENCE);
        fields.skip(0x02);
        fields.skip(OCTET_STRING);
        return fields.content(0xa0);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        writeLength(out, content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >>> (i * Byte.SIZE));
            }
        }
    }
}
