package io.segue.cli.measure;

/**
 * What the held transactions waited, in milliseconds.
 *
 * @param count how many were held; with none the figures are 0
 */
public record Pauses(long count, double p50, double p99, double max) {}
