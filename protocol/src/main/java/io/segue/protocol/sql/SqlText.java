package io.segue.protocol.sql;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of tokens to what they mean. */
final class SqlText {

    private static final Pattern DOLLAR_QUOTED = Pattern.compile("(\\$[^$]*\\$)(.*)\\1", Pattern.DOTALL);
    /** A doubled backslash, or a code point in 4 or 6 hexadecimal digits. */
    private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\(?:(\\\\)|([0-9A-Fa-f]{4})|\\+([0-9A-Fa-f]{6}))");

    private SqlText() {
    }

    /** A name without quotes, or a setting's: ASCII letters in lower case. */
    static String fold(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        name.chars().forEach(c -> folded.append((char) SqlSource.lower(c)));
        return folded.toString();
    }

    /** The name that {@code "..."} or {@code U&"..."} stands for; empty when an escape in it is malformed. */
    static Optional<String> quotedName(String token) {
        int quote = token.indexOf('"');
        String name = token.substring(quote + 1, token.length() - 1).replace("\"\"", "\"");
        return quote == 0 ? Optional.of(name) : unescaped(name);
    }

    private static Optional<String> unescaped(String name) {
        Matcher matcher = UNICODE_ESCAPE.matcher(name);
        StringBuilder result = new StringBuilder();
        int index = 0;
        while (matcher.find()) {
            result.append(name, index, matcher.start()).append(codePoint(matcher));
            index = matcher.end();
        }
        result.append(name, index, name.length());
        boolean malformed = UNICODE_ESCAPE.matcher(name).replaceAll("").indexOf('\\') >= 0;
        return malformed ? Optional.empty() : Optional.of(result.toString());
    }

    private static String codePoint(Matcher escape) {
        if (escape.group(1) != null) {
            return escape.group(1);
        }
        int codePoint = Integer.parseInt(escape.group(2) == null ? escape.group(3) : escape.group(2), 16);
        return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : "\uFFFD";
    }

    /** The value of a string token; empty for one with a backslash, with a continuation, or in Unicode escapes. */
    static Optional<String> string(String token) {
        if (token.startsWith("$")) {
            Matcher matcher = DOLLAR_QUOTED.matcher(token);
            return matcher.matches() ? Optional.of(matcher.group(2)) : Optional.empty();
        }
        int quote = token.indexOf('\'');
        String content = token.substring(quote + 1, token.length() - 1).replace("''", "");
        boolean isPlain = quote < 2 && content.indexOf('\'') < 0 && content.indexOf('\\') < 0;
        return isPlain ? Optional.of(token.substring(quote + 1, token.length() - 1).replace("''", "'")) : Optional.empty();
    }
}
