/**
 * {@code bin/bench}: what it costs to have Segue, or another proxy, in front of a server.
 *
 * <pre>
 *   Bench (options) --> Playhouse --> Contest: rounds in turn, each over all Endpoints, of one Workload at a time
 *                                        |  Peers: PgBouncer, HAProxy     stage.ProcessMeter: CPU and memory
 *                        |               +--> Sample ... --> Standing (medians) --> Table, StandingsJson
 *                        +--> FirstSeconds: a Segue that has just been started      |    Generator: pgbench and psql as processes
 *                        +--> Crowd: many clients that say nothing -----------------+    stage.MetricsPage: heap
 * </pre>
 *
 * <p>The main thread runs one load after the other. Times are the load generator's; CPU is that of the proxy's processes.
 */
package io.segue.cli.bench;
