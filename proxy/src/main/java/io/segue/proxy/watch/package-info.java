/**
 * What can be seen of the proxy: meters, the roster of sessions, the log's format, the HTTP page.
 *
 * <pre>
 *   gate, data, control --rare events--> Meters, ShardMeters --+
 *   gate, data, control <--figures, when scraped-- gauges -----+--> registry --HttpPage--> Prometheus
 * </pre>
 *
 * <p>A leaf: imports nothing of ours; everybody tells it. Safe from any thread.
 */
package io.segue.proxy.watch;
