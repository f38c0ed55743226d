package io.segue.proxy.control.credentials;

import io.segue.protocol.login.Md5Hash;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.login.StoredPassword;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * PgBouncer's userlist.txt: a role and its password in each line, in quotes; a quote inside is doubled.
 *
 * <pre>
 *   "alice" "SCRAM-SHA-256$4096:...$...:..."
 *   "bob" "md51234..."
 *   "carol" "in clear"
 *   ; a comment, as with #
 * </pre>
 */
final class UserList {

    /** Names the line and never what stands in it. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(int line, String problem) {
            super("line " + line + ": " + problem);
        }
    }

    private final String line;
    private final int number;
    private int index;

    private UserList(String line, int number) {
        this.line = line;
        this.number = number;
    }

    /** What follows the second column is of no interest, as in PgBouncer. A role that stands in it twice has the last password. */
    static Map<String, StoredPassword> parse(String text) throws MalformedException {
        Map<String, StoredPassword> users = new HashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String trimmed = line.strip();
            if (!trimmed.isEmpty() && trimmed.charAt(0) != ';' && trimmed.charAt(0) != '#') {
                UserList entry = new UserList(trimmed, number);
                String role = entry.quoted("the role");
                password(entry.quoted("the password")).ifPresent(password -> users.put(role, password));
            }
        }
        return Map.copyOf(users);
    }

    /** An empty one lets nobody in. */
    private static Optional<StoredPassword> password(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return ScramVerifier.parse(text)
                .<StoredPassword>map(verifier -> verifier)
                .or(() -> Md5Hash.parse(text))
                .or(() -> Optional.of(new PlainPassword(text)));
    }

    private String quoted(String what) throws MalformedException {
        while (index < line.length() && Character.isWhitespace(line.charAt(index))) {
            index++;
        }
        if (index >= line.length() || line.charAt(index) != '"') {
            throw new MalformedException(number, what + " is missing or not in quotes");
        }
        StringBuilder value = new StringBuilder();
        for (index++; index < line.length(); index++) {
            char character = line.charAt(index);
            if (character != '"') {
                value.append(character);
            } else if (index + 1 < line.length() && line.charAt(index + 1) == '"') {
                value.append('"');
                index++;
            } else {
                index++;
                return value.toString();
            }
        }
        throw new MalformedException(number, what + " has no closing quote");
    }
}
