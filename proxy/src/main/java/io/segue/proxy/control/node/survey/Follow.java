package io.segue.proxy.control.node.survey;

/**
 * What came of trying to reach a node as a standby would.
 *
 * @param tried false when this machine has no program to try it with
 * @param obstacle what stood in the way; empty when nothing did
 */
public record Follow(boolean tried, String obstacle) {}
