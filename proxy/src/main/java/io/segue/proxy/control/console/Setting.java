package io.segue.proxy.control.console;

/**
 * A row of SHOW CONFIG.
 *
 * @param key as in the configuration file, with dots
 * @param value in force now; secrets struck out
 * @param defaultValue of {@code reference.conf}
 * @param changeable whether it can change while the proxy runs
 */
public record Setting(String key, String value, String defaultValue, boolean changeable) {}
