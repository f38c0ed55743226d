package io.segue.proxy.data.session;

import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.entrance.BadPeers;
import io.segue.proxy.data.entrance.ClientCount;
import io.segue.proxy.data.entrance.HalfOpenLogins;
import io.segue.proxy.data.login.ConsoleDoor;
import io.segue.proxy.data.login.LoginServices;
import io.segue.proxy.data.pool.LinkPools;
import io.segue.proxy.gate.ShardGate;
import io.segue.proxy.route.Shard;
import io.segue.proxy.route.ShardMap;
import io.segue.proxy.watch.Flows;
import io.segue.proxy.watch.Meters;
import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.ShardMeters;
import io.segue.proxy.watch.transcript.Transcripts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What all sessions share. Built by {@code Proxy}; every part is safe from any event loop.
 *
 * @param gates of every shard of the map, as are the meters
 * @param pools of those databases and roles that have one
 * @param console what stands behind the virtual database
 * @param badPeers who writes the log of those that are turned away
 * @param idleLimit for a session outside of a transaction; empty when there is none
 * @param sessionMemoryBytes see {@link SessionMemory}
 * @param talkLimit for Segue's own questions and replays on a link
 * @param loginLimit from accept to the client's first ReadyForQuery
 */
public record Services(
        ShardMap shards,
        Map<Shard, ShardGate> gates,
        LoginServices login,
        BackendDialer dialer,
        LinkPools<Knowledge> pools,
        CancelKeys cancelKeys,
        ConsoleDoor console,
        Roster roster,
        Transcripts transcripts,
        Flows flows,
        Meters meters,
        Map<Shard, ShardMeters> shardMeters,
        HalfOpenLogins halfOpenLogins,
        ClientCount clients,
        BadPeers badPeers,
        Optional<Duration> idleLimit,
        int sessionMemoryBytes,
        Duration talkLimit,
        Duration loginLimit) {}
