package io.segue.proxy.data.entrance;

/**
 * A client that has proved who it is.
 *
 * @param address without a port; see {@link Peers#host}
 * @param admin whether the role is one of the console's
 */
public record Newcomer(String database, String role, String address, boolean admin) {}
