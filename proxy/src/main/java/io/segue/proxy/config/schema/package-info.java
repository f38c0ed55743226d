/**
 * How a configuration file is described and read against its description: sections, settings, kinds of value, findings.
 *
 * <pre>
 *   Section (declared once) + HOCON object --SectionReader--> Block (typed values with their places) + Findings
 * </pre>
 *
 * <p>Knows nothing of Segue: no key of {@code segue.conf} is named here. One thread, at start. Imports the HOCON library only.
 */
package io.segue.proxy.config.schema;
