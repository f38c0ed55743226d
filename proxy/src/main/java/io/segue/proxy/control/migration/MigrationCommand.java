package io.segue.proxy.control.migration;

/** What an operator asks for. {@code shard} and {@code target} are names as the operator wrote them. */
public sealed interface MigrationCommand {

    String shard();

    record Prepare(String shard, String target) implements MigrationCommand {}

    record Cutover(String shard) implements MigrationCommand {}

    record Switchback(String shard) implements MigrationCommand {}

    record Cleanup(String shard) implements MigrationCommand {}

    record Abort(String shard) implements MigrationCommand {}
}
