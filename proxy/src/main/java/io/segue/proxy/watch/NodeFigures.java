package io.segue.proxy.watch;

import java.util.OptionalLong;

/**
 * One node at the moment of a scrape.
 *
 * @param links of sessions to it, spare ones not included
 * @param lagBytes how far it is behind the node that takes the traffic; empty when that is not known
 */
public record NodeFigures(int links, OptionalLong lagBytes) {}
