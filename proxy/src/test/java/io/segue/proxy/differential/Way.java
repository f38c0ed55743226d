package io.segue.proxy.differential;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.segue.proxy.config.PoolMode;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.data.net.Transport;
import io.segue.proxy.data.session.DataPlane;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.TestTransport;

/**
 * How Segue carries a conversation.
 *
 * @param crowd how many others use the same pool meanwhile
 * @param moving whether the shard moves to and fro meanwhile, between two nodes that are one server, so that the data is the same on both
 */
record Way(String name, DataPlane plane, boolean moving, int crowd) implements AutoCloseable {

    private static final int LINKS = 3;
    private static final int OTHERS = 3;

    static Way whole(PostgresServer server) {
        return new Way("as it comes", plane(server, new AdaptiveRecvByteBufAllocator()), false, 0);
    }

    /** Through a pool whose links others use too. */
    static Way pooled(PostgresServer server, PoolMode mode) {
        return pooled(server, mode, new AdaptiveRecvByteBufAllocator(), "", false);
    }

    static Way pooledInPieces(PostgresServer server, PoolMode mode, int bytes) {
        return pooled(server, mode, new FixedRecvByteBufAllocator(bytes), ", in pieces of " + bytes, false);
    }

    static Way pooledAndMoving(PostgresServer server, PoolMode mode) {
        return pooled(server, mode, new AdaptiveRecvByteBufAllocator(), ", while the shard moves", true);
    }

    private static Way pooled(PostgresServer server, PoolMode mode, RecvByteBufAllocator reads, String how, boolean moving) {
        return new Way("pool mode " + mode + how, DataPlane.pooling(server, mode, LINKS, new Transport(TestTransport.KIND, 1, PooledByteBufAllocator.DEFAULT, reads)), moving,
                mode == PoolMode.TRANSACTION ? OTHERS : 0);
    }

    /** Segue reads so many bytes at a time from clients and from servers. */
    static Way inPieces(PostgresServer server, int bytes) {
        return new Way("in pieces of " + bytes, plane(server, new FixedRecvByteBufAllocator(bytes)), false, 0);
    }

    static Way moving(PostgresServer server) {
        return new Way("while the shard moves", plane(server, new AdaptiveRecvByteBufAllocator()), true, 0);
    }

    private static DataPlane plane(PostgresServer server, RecvByteBufAllocator reads) {
        return new DataPlane(server, server.port(), Authentication.TRUST, new Transport(TestTransport.KIND, 1, PooledByteBufAllocator.DEFAULT, reads));
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
