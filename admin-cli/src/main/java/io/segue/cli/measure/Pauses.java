package io.segue.cli.measure;

/**
 * What the held transactions waited, in milliseconds.
 *
 * @param count how many were held; with none the first three figures are 0
 * @param outside what a transaction waited at most that no move had anything to do with; 0 when there was none such
 */
public record Pauses(long count, double p50, double p99, double max, double outside) {}
