package io.segue.protocol.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.segue.protocol.login.ScramVerifier;
import java.util.Optional;

/** A verifier that is read and written again is the same, and cannot be printed. */
public final class ScramVerifierFuzz {

    private ScramVerifierFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, ISO_8859_1);
        ScramVerifier.parse(text).ifPresent(verifier -> {
            Finding.unless(ScramVerifier.parse(verifier.format()).equals(Optional.of(verifier)), "what was parsed does not come back");
            Finding.unless(verifier.iterations() > 0, "no iteration");
            Finding.unless(!verifier.toString().contains(verifier.format().substring(20)), "it can be printed");
        });
    }
}
