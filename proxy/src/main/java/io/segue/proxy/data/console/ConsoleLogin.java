package io.segue.proxy.data.console;

import io.segue.protocol.message.CancelKey;

/**
 * What is known of a console client when it has logged in.
 *
 * @param user the admin role
 * @param applicationName as in the start-up packet; empty when it was not given
 * @param processId for BackendKeyData
 * @param cancelKey for BackendKeyData
 */
public record ConsoleLogin(String user, String applicationName, int processId, CancelKey cancelKey) {}
