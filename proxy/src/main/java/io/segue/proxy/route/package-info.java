/**
 * Where things are: which databases belong to which shard, which node takes its traffic now, and the durable memory of that.
 *
 * <p>A leaf: plain values, any thread, imports nothing of ours.
 */
package io.segue.proxy.route;
