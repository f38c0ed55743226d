package io.segue.cli.demo;

import java.time.Instant;

/**
 * What the figures were measured on.
 *
 * @param postgres such as 15.18
 * @param cores that load, servers and proxy shared
 * @param clients of pgbench
 * @param scale of pgbench
 */
record Setup(Instant started, boolean quick, String postgres, String java, int cores, int clients, int scale) {}
