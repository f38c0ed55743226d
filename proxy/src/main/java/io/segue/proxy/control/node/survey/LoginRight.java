package io.segue.proxy.control.node.survey;

/**
 * Whether a role may log in to a database, as the catalog says.
 *
 * @param obstacle such as {@code the role does not exist}; empty when there is none
 */
public record LoginRight(Login login, String obstacle) {}
