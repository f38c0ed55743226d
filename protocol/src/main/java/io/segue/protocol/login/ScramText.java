package io.segue.protocol.login;

import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Reads one SCRAM message, attribute by attribute: {@code r=...,s=...,i=...}. A byte is a Latin-1 character, so that nothing of what is
 * signed is lost. What is malformed is refused in the words of the server (auth-scram.c).
 */
final class ScramText {

    /** What the server sees at the end of a message, too. */
    private static final char END = 0;
    private static final int BASE64_GROUP = 4;
    private static final int MAX_SHOWN = 30;

    private final String text;
    private int index;

    ScramText(byte[] message) {
        this.text = new String(message, StandardCharsets.ISO_8859_1);
        if (text.isEmpty()) {
            throw malformed("The message is empty.");
        }
        if (text.indexOf(END) >= 0) {
            throw malformed("Message length does not match input length.");
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    char peek() {
        return index < text.length() ? text.charAt(index) : END;
    }

    void skip() {
        index++;
    }

    boolean isAtEnd() {
        return index >= text.length();
    }

    String from(int start) {
        return text.substring(start);
    }

    String to(int end) {
        return text.substring(0, end);
    }

    int index() {
        return index;
    }

    /** The value of the attribute that has to come next; the comma behind it is skipped. */
    String value(char attribute) {
        if (peek() != attribute) {
            throw malformed("Expected attribute \"%c\" but found \"%s\".".formatted(attribute, printable(peek())));
        }
        skip();
        return valueOf(attribute);
    }

    /** Skips whatever attribute comes next, and returns its value; {@link #peek} before tells which it is. */
    String anyValue() {
        char attribute = peek();
        if (attribute == END) {
            throw malformed("Attribute expected, but found end of string.");
        }
        if (!isLetter(attribute)) {
            throw malformed("Attribute expected, but found invalid character \"%s\".".formatted(printable(attribute)));
        }
        skip();
        return valueOf(attribute);
    }

    private String valueOf(char attribute) {
        if (peek() != '=') {
            throw malformed("Expected character \"=\" for attribute \"%c\".".formatted(attribute));
        }
        skip();
        int comma = text.indexOf(',', index);
        int end = comma < 0 ? text.length() : comma;
        String value = text.substring(index, end);
        index = comma < 0 ? end : end + 1;
        return value;
    }

    /** Padded Base64; empty when {@code value} is none. */
    static Optional<byte[]> base64(String value) {
        if (value.length() % BASE64_GROUP != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(value));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** A nonce holds printable ASCII only. */
    static boolean isPrintable(String value) {
        return value.chars().allMatch(ScramText::isVisible);
    }

    /** A character of a stranger, made fit for an error message. */
    static String printable(char character) {
        return isVisible(character) ? "'" + character + "'" : "0x%02x".formatted((int) character);
    }

    /** A text of a stranger: what is not printable is replaced, and it ends somewhere (auth-scram.c, sanitize_str). */
    static String sanitized(String text) {
        StringBuilder clean = new StringBuilder();
        text.chars().limit(MAX_SHOWN).forEach(c -> clean.append(isVisible(c) ? (char) c : '?'));
        return clean.toString();
    }

    static ProtocolViolationException malformed(String detail) {
        return new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, "malformed SCRAM message", detail);
    }

    private static boolean isVisible(int character) {
        return character > ' ' && character <= '~';
    }

    private static boolean isLetter(char character) {
        return character >= 'A' && character <= 'Z' || character >= 'a' && character <= 'z';
    }
}
