package io.segue.badhouse.config;

import io.segue.badhouse.data.console.ConsoleHandler;

public final class AsksData {

    public String ask() {
        return new ConsoleHandler().toString();
    }
}
