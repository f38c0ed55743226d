/**
 * The gate before anything is done: each check has a name, a verdict, a finding, and what to do about it.
 *
 * <pre>
 *   Preflight.of(command) --> Scene: what both nodes answer, asked of all at once
 *                                |
 *   Catalogue: Rule, Rule, Rule -+--> PreflightReport: ok | warn | refuse, line by line
 *
 *   ServerRules   who is what, and how it follows     ActivityRules  who is at work
 *   SettingRules  parameters                          ObjectRules    what is stored
 *   LoginRules    who gets in                         MachineRules   shell, files, disk
 * </pre>
 *
 * <p>Asks and changes nothing: what must be tried out is tried by a step, which is journalled. The rules that can turn while a move is
 * prepared are asked again right before its fence. The thread of the migration or of the console asks, through threads of its own; may
 * import what {@code control.migration.step} may, and that.
 */
package io.segue.proxy.control.migration.preflight;
