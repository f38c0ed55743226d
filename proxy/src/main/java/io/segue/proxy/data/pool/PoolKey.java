package io.segue.proxy.data.pool;

import io.segue.proxy.route.Shard;

/** Whose links a pool has: those of one role on one database. */
record PoolKey(Shard shard, String database, String user) {}
