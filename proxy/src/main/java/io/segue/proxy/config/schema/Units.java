package io.segue.proxy.config.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers with a unit, spelled as PostgreSQL spells them in {@code postgresql.conf}: {@code ms s min h d}, {@code B kB MB GB TB} in steps of
 * 1024. The HOCON library's own units are not used, because there {@code MB} is a million bytes and a bare number is admitted.
 */
final class Units {

    /** Durations, in nanoseconds. */
    static final Units TIME =
            new Units("3s or 1500ms")
                    .with("us", 1_000L)
                    .with("ms", 1_000_000L)
                    .with("s", 1_000_000_000L)
                    .with("min", 60_000_000_000L)
                    .with("h", 3_600_000_000_000L)
                    .with("d", 86_400_000_000_000L);

    /** Sizes, in bytes. */
    static final Units SIZE =
            new Units("16MB or 64kB").with("B", 1L).with("kB", 1L << 10).with("MB", 1L << 20).with("GB", 1L << 30).with("TB", 1L << 40);

    private static final Pattern QUANTITY = Pattern.compile("([0-9]+)(?:\\.([0-9]{1,9}))?\\s*([A-Za-z]*)");

    private final String example;
    private final Map<String, Long> factors = new LinkedHashMap<>();

    private Units(String example) {
        this.example = example;
    }

    /** To be called in rising order, while the constants are made. */
    private Units with(String unit, long factor) {
        factors.put(unit, factor);
        return this;
    }

    /** The quantity in the smallest unit. */
    long read(String text) throws UnfitValueException {
        Matcher quantity = QUANTITY.matcher(text.strip());
        if (!quantity.matches()) {
            throw new UnfitValueException("'" + text + "' is not a positive number with a unit", "Write " + example);
        }
        if (quantity.group(3).isEmpty()) {
            throw new UnfitValueException("'" + text + "' has no unit", "Write " + example);
        }
        Long factor = factors.get(quantity.group(3));
        if (factor == null) {
            throw new UnfitValueException(
                    "'" + quantity.group(3) + "' is not a unit here", "Write " + example + "; the units are " + String.join(", ", factors.keySet()));
        }
        return whole(text, quantity.group(1), Objects.requireNonNullElse(quantity.group(2), "0"), factor);
    }

    /** In long arithmetic, because the first BigDecimal of a process takes 25 ms. */
    private static long whole(String text, String integer, String fraction, long factor) throws UnfitValueException {
        try {
            return Math.addExact(Math.multiplyExact(Long.parseLong(integer), factor), part(fraction, factor));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new UnfitValueException("'" + text + "' is too large or too fine", "Write it in another unit");
        }
    }

    private static long part(String fraction, long factor) {
        long denominator = 1;
        for (int i = 0; i < fraction.length(); i++) {
            denominator *= 10;
        }
        long numerator = Math.multiplyExact(Long.parseLong(fraction), factor);
        if (numerator % denominator != 0) {
            throw new ArithmeticException("a part of the smallest unit");
        }
        return numerator / denominator;
    }

    /** The shortest spelling with a whole number. */
    String write(long amount) {
        String text = amount + factors.keySet().iterator().next();
        for (Map.Entry<String, Long> unit : factors.entrySet()) {
            if (amount != 0 && amount % unit.getValue() == 0) {
                text = amount / unit.getValue() + unit.getKey();
            }
        }
        return text;
    }
}
