package io.segue.proxy.control.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.protocol.login.Md5Hash;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.login.StoredPassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The format of PgBouncer's userlist.txt, and how a changed file takes effect. */
class UserListTest {

    @TempDir
    private Path directory;

    @Test
    void aPasswordIsAVerifierAHashOrItself() throws Exception {
        ScramVerifier verifier = ScramVerifier.of("pencil", new byte[] {1}, 2);

        Map<String, StoredPassword> users = UserList.parse("""
                ; roles of the applications
                "alice" "%s"

                # and of people
                "bob"   "md5%s" and what follows
                "car""ol" "in ""clear"" "
                "nobody" ""
                """.formatted(verifier.format(), "0123456789abcdef".repeat(2)));

        assertThat(users)
                .containsEntry("alice", verifier)
                .containsEntry("bob", Md5Hash.parse("md5" + "0123456789abcdef".repeat(2)).orElseThrow())
                .containsEntry("car\"ol", new PlainPassword("in \"clear\" "))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            alice "secret"       | line 2: the role is missing or not in quotes
            "alice" secret       | line 2: the password is missing or not in quotes
            "alice"              | line 2: the password is missing or not in quotes
            "alice" "secret      | line 2: the password has no closing quote
            "alice               | line 2: the role has no closing quote
            """)
    void aMalformedLineIsNamedAndNotShown(String line, String problem) {
        assertThatThrownBy(() -> UserList.parse("\n" + line)).hasMessage(problem);
    }

    @Test
    void aChangedFileCountsAtTheNextLogin() throws Exception {
        Path file = written("users.txt", "\"alice\" \"old\"\n");
        UsersFile users = new UsersFile(Optional.of(file));
        users.open();
        assertThat(users.find("alice")).contains(new PlainPassword("old"));

        replace(file, "\"alice\" \"new\"\n");

        assertThat(users.find("alice")).contains(new PlainPassword("new"));
    }

    @Test
    void aSpoiltOrMissingFileLeavesEverythingAsItWas() throws Exception {
        Path file = written("users.txt", "\"alice\" \"old\"\n");
        UsersFile users = new UsersFile(Optional.of(file));
        users.open();

        replace(file, "alice, new\n");
        assertThat(users.find("alice")).contains(new PlainPassword("old"));
        Files.delete(file);
        assertThat(users.find("alice")).contains(new PlainPassword("old"));
        replace(file, "\"alice\" \"right\"\n");
        assertThat(users.find("alice")).contains(new PlainPassword("right"));
    }

    @Test
    void nobodyStartsWithASpoiltFile() throws Exception {
        Path file = written("users.txt", "alice secret\n");

        assertThatThrownBy(() -> new UsersFile(Optional.of(file)).open())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 1: the role is missing")
                .hasMessageNotContaining("secret");
    }

    @Test
    void nobodyStartsWithAFileThatOthersCanRead() throws Exception {
        Path file = written("users.txt", "\"alice\" \"secret\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> new UsersFile(Optional.of(file)).open())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can be read or written by others: chmod 600")
                .hasMessageNotContaining("secret");
    }

    @Test
    void theKeyOfMadeUpSaltsOutlivesTheProxy() throws Exception {
        byte[] key = MockKey.in(directory);

        assertThat(MockKey.in(directory)).isEqualTo(key).hasSize(32);
        assertThat(Files.getPosixFilePermissions(directory.resolve("mock-authentication.key"))).hasSize(2);
    }

    /** As an editor does it, so that the file is another one whatever the clock says. */
    private void replace(Path file, String text) throws IOException {
        Files.move(written("draft", text), file, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path written(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }
}
