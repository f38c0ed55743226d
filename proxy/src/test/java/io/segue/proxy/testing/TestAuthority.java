package io.segue.proxy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** An authority that signs certificates for tests, made with the {@code openssl} program, as operators do. */
public final class TestAuthority {

    /** What a server on this machine is called. */
    public static final String LOCAL_NAMES = "DNS:localhost,IP:127.0.0.1";

    private final Path directory;

    private TestAuthority(Path directory) {
        this.directory = directory;
    }

    /** A certificate and its key, each in a file of PEM. */
    public record Issued(Path certificate, Path key) {

        /** Puts the content of these files in the place of those. */
        public void replace(Issued other) {
            copy(key, other.key());
            copy(certificate, other.certificate());
        }
    }

    /** A new one, with its files in {@code directory}, which must exist. */
    public static TestAuthority in(Path directory) {
        TestAuthority authority = new TestAuthority(directory);
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                "-subj", "/CN=Authority of a test", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
                "-keyout", authority.key().toString(), "-out", authority.certificate().toString());
        return authority;
    }

    /** What clients have to trust. */
    public Path certificate() {
        return directory.resolve("authority.crt");
    }

    private Path key() {
        return directory.resolve("authority.key");
    }

    /** For a server that is called by any of {@code names}. */
    public Issued server(String file, String names) {
        return issue(file, "/CN=" + file, "subjectAltName=" + names, "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    }

    /** @param subject as in {@code /O=Shop/CN=app} */
    public Issued client(String file, String subject) {
        return issue(file, subject, "extendedKeyUsage=clientAuth", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    }

    /** @param newKey as {@code openssl req -newkey} takes it, with further options */
    public Issued issue(String file, String subject, String extension, String... newKey) {
        Path certificate = directory.resolve(file + ".crt");
        Path key = directory.resolve(file + ".key");
        Path request = directory.resolve(file + ".csr");
        List<String> ask = new ArrayList<>(List.of("req", "-new", "-nodes", "-subj", subject, "-addext", extension));
        ask.add("-newkey");
        ask.addAll(List.of(newKey));
        ask.addAll(List.of("-keyout", key.toString(), "-out", request.toString()));
        openssl(ask.toArray(String[]::new));
        openssl("x509", "-req", "-in", request.toString(), "-CA", certificate().toString(), "-CAkey", key().toString(),
                "-CAcreateserial", "-days", "30", "-sha256", "-copy_extensions", "copy", "-out", certificate.toString());
        protect(key);
        return new Issued(certificate, key);
    }

    public static String openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        return Command.run(command);
    }

    /** Only its owner may read it. */
    public static void protect(Path key) {
        try {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
