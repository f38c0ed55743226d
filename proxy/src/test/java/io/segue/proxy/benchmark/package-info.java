/**
 * Small benchmarks (JMH) of what is done for each message, and {@code bin/jmh}, which runs them: {@link io.segue.proxy.benchmark.Benchmarks}.
 * They are compiled by each build and run by hand. Those of the gate and of a session's account live beside what they measure.
 *
 * <p>Nanoseconds depend on the machine and its mood; bytes allocated per operation do not.
 */
package io.segue.proxy.benchmark;
