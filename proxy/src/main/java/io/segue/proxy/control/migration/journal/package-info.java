/**
 * The memory that survives a crash of the proxy: one append-only file per shard, each line forced to disk before anybody acts on it.
 *
 * <pre>
 *   {"entry":7,"at":"...","migration":3,"state":"STOPPING", ... ,"crc32c":"1f0e9a77"}\n
 * </pre>
 *
 * <p>A line names the state being entered, which is the intent of what is done next and the result of what was done before. The last line
 * is enough to go on; the others are for people. The thread of the migration writes; may import {@code control.migration.machine} and
 * {@code control.node}.
 */
package io.segue.proxy.control.migration.journal;
