package io.segue.protocol.transcript;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.segue.protocol.sql.SqlLexer;
import io.segue.protocol.sql.SqlToken;
import io.segue.protocol.sql.StringSyntax;
import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is not shown of texts and values. Rather too much than too little: a text that speaks of a password anywhere shows none of its string
 * literals, so that {@code ALTER ROLE ... PASSWORD}, user mappings, connection strings and their like are all covered without a grammar.
 */
final class Secrets {

    private static final Pattern PASSWORD = Pattern.compile("password", Pattern.CASE_INSENSITIVE);
    /** A verifier as pg_authid stores it, up to where it begins to be secret; an md5 one may be cut by the end of what was looked at. */
    private static final Pattern VERIFIER = Pattern.compile("SCRAM-SHA-256\\$|md5(?=[0-9a-f]{32}|[0-9a-f]{0,31}\\z)");
    private static final byte[] STRUCK = ("'" + Term.Secret.TEXT + "'").getBytes(ISO_8859_1);

    private Secrets() {}

    static boolean isSensitive(byte[] text) {
        return PASSWORD.matcher(new String(text, ISO_8859_1)).find();
    }

    /** A query text without its string literals, when it speaks of a password. */
    static byte[] ofSql(byte[] text) {
        if (!isSensitive(text)) {
            return text;
        }
        BitSet hidden = new BitSet(text.length);
        // Which of the two the session goes by is not known here.
        for (StringSyntax syntax : StringSyntax.values()) {
            new SqlLexer(text, syntax).forEachRemaining(token -> {
                if (isHidden(text, token)) {
                    hidden.set(token.start(), token.end());
                }
            });
        }
        return strike(text, hidden);
    }

    private static boolean isHidden(byte[] text, SqlToken token) {
        return switch (token.kind()) {
            case STRING, BIT_STRING, UNTERMINATED -> true;
            case COMMENT -> new String(text, token.start(), token.end() - token.start(), ISO_8859_1).indexOf('\'') >= 0;
            default -> false;
        };
    }

    /** Prose that may quote a query, as an error does: nothing between single quotes is shown, when it speaks of a password. */
    static byte[] ofProse(byte[] text) {
        if (!isSensitive(text)) {
            return text;
        }
        BitSet hidden = new BitSet(text.length);
        int opening = -1;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\'' && opening < 0) {
                opening = i;
            } else if (text[i] == '\'') {
                hidden.set(opening, i + 1);
                opening = -1;
            }
        }
        if (opening >= 0) {
            hidden.set(opening, text.length);
        }
        return strike(text, hidden);
    }

    private static byte[] strike(byte[] text, BitSet hidden) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; ) {
            int end = hidden.get(i) ? hidden.nextClearBit(i) : nextHidden(hidden, i, text.length);
            if (hidden.get(i)) {
                shown.writeBytes(STRUCK);
            } else {
                shown.write(text, i, end - i);
            }
            i = end;
        }
        return shown.toByteArray();
    }

    private static int nextHidden(BitSet hidden, int from, int end) {
        int next = hidden.nextSetBit(from);
        return next < 0 ? end : next;
    }

    /** How many bytes of a value may be shown: all, or those in front of what a stored password is made of. */
    static int shownOfValue(byte[] value) {
        Matcher verifier = VERIFIER.matcher(new String(value, ISO_8859_1));
        return verifier.find() ? verifier.end() : value.length;
    }
}
