package io.segue.badhouse.gate;

import io.segue.badhouse.config.AsksData;

final class AsksConfig {

    String ask() {
        return new AsksData().ask();
    }
}
