package io.segue.proxy.config.schema;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of value. Numbers may also come as text, because a substituted environment variable is always text. */
public final class Kinds {

    private static final int LAST_PORT = 65_535;

    private Kinds() {}

    /** Text that is not blank and has no control characters. */
    public static Kind<String> text() {
        return Kinds::readText;
    }

    /** Text as it is, which may be empty or have line breaks in it. */
    public static Kind<String> anyText() {
        return value -> scalarText(value);
    }

    /** A host name or an IP address, without a port. */
    public static Kind<String> host() {
        return value -> {
            String host = readText(value);
            if (host.equals("*")) {
                throw new UnfitValueException("'*' is not an address", "Write 0.0.0.0 for every IPv4 address, :: for every address");
            }
            if (host.chars().anyMatch(Character::isWhitespace) || host.indexOf('/') >= 0) {
                throw new UnfitValueException("'" + host + "' is neither a host name nor an IP address", "Write it without blanks and slashes");
            }
            if (host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':')) {
                throw new UnfitValueException("'" + host + "' has a port in it", "The port has a key of its own");
            }
            return host;
        };
    }

    /** A host as {@link #host} has it, or a path from the root. */
    public static Kind<String> hostOrDirectory() {
        Kind<String> host = host();
        return value -> {
            String text = readText(value);
            return text.startsWith("/") ? text : host.read(value);
        };
    }

    /** A path from the root of the file system; the machine may be another one. */
    public static Kind<String> absolutePath() {
        return value -> {
            String path = readText(value);
            if (!path.startsWith("/")) {
                throw new UnfitValueException(
                        "'" + path + "' is a relative path, and what it is relative to depends on who starts what", "Write it from the root: /...");
            }
            return path;
        };
    }

    public static Kind<Integer> wholeNumber(int least, int most) {
        return value -> {
            long number = readWholeNumber(value);
            if (number < least || number > most) {
                throw new UnfitValueException(number + " is not between " + least + " and " + most, "Write a number in that range");
            }
            return (int) number;
        };
    }

    /** A TCP port. */
    public static Kind<Integer> port() {
        return wholeNumber(1, LAST_PORT);
    }

    /** A duration with its unit. */
    public static Kind<Duration> duration(Duration least, Duration most) {
        return value -> {
            long nanos = quantity(value, Units.TIME, least.toNanos(), most.toNanos());
            return Duration.ofNanos(nanos);
        };
    }

    /** A size with its unit, in bytes. */
    public static Kind<Long> size(long least, long most) {
        return value -> quantity(value, Units.SIZE, least, most);
    }

    /** A value, or the word {@code off}. */
    public static <T> Kind<Optional<T>> orOff(Kind<T> kind) {
        return value -> Switchable.OFF.equals(value.unwrapped()) ? Optional.empty() : Optional.of(kind.read(value));
    }

    /** One of a few words. */
    public static <T> Kind<T> oneOf(Map<String, T> words) {
        return value -> {
            String word = readText(value);
            T meaning = words.get(word);
            if (meaning == null) {
                throw new UnfitValueException("'" + word + "' is not known here", "Write " + String.join(" or ", words.keySet()));
            }
            return meaning;
        };
    }

    /** A list of texts; at least one. */
    public static Kind<List<String>> texts() {
        return value -> {
            if (!(value instanceof ConfigList list)) {
                throw new UnfitValueException(describe(value) + " is not a list", "Put it into brackets: [\"...\"]");
            }
            if (list.isEmpty()) {
                throw new UnfitValueException("the list is empty", "Name at least one");
            }
            List<String> texts = new ArrayList<>();
            for (ConfigValue entry : list) {
                texts.add(readText(entry));
            }
            return List.copyOf(texts);
        };
    }

    /** A duration as an operator would write it: {@code 1500ms}. */
    public static String written(Duration duration) {
        return Units.TIME.write(duration.toNanos());
    }

    private static String scalarText(ConfigValue value) throws UnfitValueException {
        return switch (value.valueType()) {
            case STRING, NUMBER -> value.unwrapped().toString();
            case BOOLEAN, LIST, OBJECT, NULL -> throw new UnfitValueException(describe(value) + " is not text", "Put it into quotes if it is meant as text");
        };
    }

    private static String readText(ConfigValue value) throws UnfitValueException {
        if (value.valueType() != ConfigValueType.STRING) {
            throw new UnfitValueException(describe(value) + " is not text", "Put it into quotes if it is meant as text");
        }
        String text = (String) value.unwrapped();
        if (text.isBlank()) {
            throw new UnfitValueException("it is empty", "Write a value or remove the line");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new UnfitValueException("it has a control character in it", "Write it in one line of plain text");
        }
        return text;
    }

    private static long readWholeNumber(ConfigValue value) throws UnfitValueException {
        try {
            return Long.parseLong(scalar(value, "Write a whole number"));
        } catch (NumberFormatException e) {
            throw new UnfitValueException(describe(value) + " is not a whole number", "Write it with digits only");
        }
    }

    private static long quantity(ConfigValue value, Units units, long least, long most) throws UnfitValueException {
        String text = scalar(value, "Write a number with its unit");
        long amount = units.read(text);
        if (amount < least || amount > most) {
            throw new UnfitValueException(
                    "'" + text + "' is not between " + units.write(least) + " and " + units.write(most), "Write a value in that range");
        }
        return amount;
    }

    private static String scalar(ConfigValue value, String remedy) throws UnfitValueException {
        return switch (value.valueType()) {
            case NUMBER, STRING -> value.unwrapped().toString();
            case BOOLEAN, LIST, OBJECT, NULL -> throw new UnfitValueException(describe(value) + " is not a number", remedy);
        };
    }

    /** What the operator wrote, in a word or two. */
    static String describe(ConfigValue value) {
        return switch (value.valueType()) {
            case NUMBER, STRING, BOOLEAN -> "'" + value.unwrapped() + "'";
            case LIST -> "a list";
            case OBJECT -> "a section in braces";
            case NULL -> "null";
        };
    }
}
