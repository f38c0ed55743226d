package io.segue.proxy.differential;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.data.net.Transport;
import io.segue.proxy.data.session.DataPlane;
import io.segue.proxy.testing.PostgresServer;

/**
 * How Segue carries a conversation.
 *
 * @param moving whether the shard moves to and fro meanwhile, between two nodes that are one server, so that the data is the same on both
 */
record Way(String name, DataPlane plane, boolean moving) implements AutoCloseable {

    static Way whole(PostgresServer server) {
        return new Way("as it comes", plane(server, new AdaptiveRecvByteBufAllocator()), false);
    }

    /** Segue reads so many bytes at a time from clients and from servers. */
    static Way inPieces(PostgresServer server, int bytes) {
        return new Way("in pieces of " + bytes, plane(server, new FixedRecvByteBufAllocator(bytes)), false);
    }

    static Way moving(PostgresServer server) {
        return new Way("while the shard moves", plane(server, new AdaptiveRecvByteBufAllocator()), true);
    }

    private static DataPlane plane(PostgresServer server, RecvByteBufAllocator reads) {
        return new DataPlane(server, server.port(), Authentication.TRUST, new Transport(1, PooledByteBufAllocator.DEFAULT, reads));
    }

    @Override
    public void close() {
        plane.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
