package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.step.Terms;

/** A command and the terms on which it is asked for. */
public record Order(MigrationCommand command, Terms terms) {

    /** Without any terms. */
    public static Order plain(MigrationCommand command) {
        return new Order(command, Terms.NONE);
    }

    public String shard() {
        return command.shard();
    }
}
