/**
 * The configuration: HOCON text to records. Everything that can be wrong with a file is found here, at start, and said with file and
 * line.
 *
 * <pre>
 *   segue.conf + reference.conf --ConfigText--> tree --(Keys)--> values --Budgets, Topology, OwnPassword--> Assembly --> SegueConfig
 *                                                 |                |                 |
 *                                                 +--------- every finding ----------+--> InvalidConfigException
 * </pre>
 *
 * <p>One thread, at start. A leaf but for {@code route}; {@code config.schema} is how files are described and read in general.
 */
package io.segue.proxy.config;
