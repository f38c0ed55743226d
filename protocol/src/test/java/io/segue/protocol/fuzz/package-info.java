/**
 * What a stranger can send to each decoder, searched by a coverage-guided fuzzer.
 *
 * <pre>
 *   bin/fuzz --minutes 30        all targets in turn, with the corpus kept in target/fuzz
 *   mvn verify                   SeedsTest: every seed; FuzzTest: a few seconds each
 * </pre>
 *
 * <p>A target is a class with {@code fuzzerTestOneInput(byte[])}, which Jazzer calls: it throws when something that must hold does not. Not
 * only "no exception": what is decoded and encoded comes back, no cut of the bytes changes what is seen, nothing is read outside, nothing
 * is kept. Inputs that once failed or that reach what noise does not stay as seeds under {@code src/test/resources}.
 */
package io.segue.protocol.fuzz;
