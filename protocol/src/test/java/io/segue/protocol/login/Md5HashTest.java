package io.segue.protocol.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example is what PostgreSQL 15 stores for role alice with password pencil when {@code password_encryption} is md5. */
class Md5HashTest {

    private static final Md5Hash ALICE = Md5Hash.parse("md5a8b2fa0b3b1a5a0f5e1c22a1d1b2b1c4").orElseThrow();

    @Test
    void theStoredHashIsThatOfPasswordAndRole() {
        assertThat(Md5Hash.of("pencil", "alice").format()).isEqualTo("md5ee69efad287c7423caf0b3229d71f567");
    }

    @Test
    void theHashAnswersAndIsAnswered() {
        byte[] salt = {1, 2, 3, 4};
        Md5Hash stored = Md5Hash.of("pencil", "alice");

        String answer = stored.answer(salt);

        assertThat(answer).hasSize(35).startsWith("md5");
        assertThat(stored.isAnsweredBy(answer, salt)).isTrue();
        assertThat(stored.isAnsweredBy(answer, new byte[] {1, 2, 3, 5})).isFalse();
        assertThat(stored.isAnsweredBy(Md5Hash.of("pencil", "bob").answer(salt), salt)).isFalse();
        assertThat(stored.isAnsweredBy("", salt)).isFalse();
    }

    @Test
    void aPasswordInClearIsComparedThroughItsHash() {
        assertThat(ALICE.isOf(new PlainPassword("pencil"), "alice")).isFalse();
        assertThat(Md5Hash.of("pencil", "alice").isOf(new PlainPassword("pencil"), "alice")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "md5", "md5xyz", "md5a8b2fa0b3b1a5a0f5e1c22a1d1b2b1c", "md5a8b2fa0b3b1a5a0f5e1c22a1d1b2b1c44", "pencil"})
    void whatIsNoHashIsNoHash(String text) {
        assertThat(Md5Hash.parse(text)).isEmpty();
        assertThat(StoredPassword.ofCatalog(text)).isEmpty();
    }

    @Test
    void theCatalogHoldsEitherKind() {
        ScramVerifier verifier = ScramVerifier.of("pencil", new byte[] {1}, 2);

        assertThat(StoredPassword.ofCatalog(verifier.format())).contains(verifier);
        assertThat(StoredPassword.ofCatalog(ALICE.format())).contains(ALICE);
    }

    @Test
    void noSecretIsPrinted() {
        assertThat(ALICE).hasToString("md5********");
        assertThat(new PlainPassword("pencil")).hasToString("********");
    }
}
