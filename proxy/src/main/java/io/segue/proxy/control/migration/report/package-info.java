/**
 * What came of each command that was tried, for those who ask afterwards: one file for programs and one for people, in {@code reports} of
 * the state directory.
 *
 * <pre>
 *   CommandWork --facts--> MoveReport --ReportJson, ReportText--> ReportStore --atomically--> reports/000012-main.json, .txt
 * </pre>
 *
 * <p>A report that cannot be written is told in the log and changes nothing else. The thread of the migration writes, any reads; may import
 * {@code control.migration.preflight}, {@code control.migration.step}, {@code control.node}, {@code gate} and {@code watch}.
 */
package io.segue.proxy.control.migration.report;
