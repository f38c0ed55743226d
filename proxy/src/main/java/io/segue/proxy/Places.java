package io.segue.proxy;

import io.netty.channel.unix.DomainSocketAddress;
import io.segue.proxy.config.NodeConfig;
import io.segue.proxy.config.SegueConfig;
import io.segue.proxy.data.net.UnixSocket;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import io.segue.proxy.route.ShardMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The shards and nodes of a configuration, and where they are. */
record Places(SegueConfig config) {

    ShardMap shards() {
        return new ShardMap(config.shards().values().stream()
                .map(shard -> new Shard(
                        shard.name(),
                        shard.databases(),
                        shard.nodes().stream().map(config.nodes()::get).map(Places::node).toList(),
                        shard.policies()))
                .toList());
    }

    /** Of the nodes on this machine that are reached by them. */
    Map<Node, DomainSocketAddress> sockets() {
        Map<Node, DomainSocketAddress> sockets = new LinkedHashMap<>();
        for (NodeConfig node : config.nodes().values()) {
            node.socketDirectory().ifPresent(directory -> sockets.put(node(node), UnixSocket.address(directory, node.port())));
        }
        return sockets;
    }

    private static Node node(NodeConfig node) {
        return new Node(node.name(), new Address(node.host(), node.port()));
    }
}
