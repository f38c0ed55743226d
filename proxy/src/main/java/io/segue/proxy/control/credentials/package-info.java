/**
 * With what roles log in: the operator's user list first, then the servers themselves, then what they said last.
 *
 * <pre>
 *   RoleDirectory --> UsersFile                                    a file, read again when it changes
 *        |----------> RoleQuestions --many roles at a time--> DatabaseNode
 *        +----------> RoleMemory                                   for the moments in which no server answers
 * </pre>
 *
 * <p>Virtual threads. May import {@code protocol}, {@code route}, {@code watch} and {@code control.node}. Secrets stay in memory and cannot be
 * printed.
 */
package io.segue.proxy.control.credentials;
