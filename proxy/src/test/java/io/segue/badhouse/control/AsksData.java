package io.segue.badhouse.control;

import io.segue.badhouse.data.console.ConsoleHandler;

final class AsksData {

    String ask() {
        return new ConsoleHandler().toString();
    }
}
