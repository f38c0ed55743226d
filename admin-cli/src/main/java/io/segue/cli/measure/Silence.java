package io.segue.cli.measure;

/** A stretch of time in which no writer, of all of them, was answered. Microseconds since the epoch. */
public record Silence(long fromMicros, long toMicros) {

    private static final double MICROS_PER_MILLI = 1_000;

    public double milliseconds() {
        return (toMicros - fromMicros) / MICROS_PER_MILLI;
    }
}
