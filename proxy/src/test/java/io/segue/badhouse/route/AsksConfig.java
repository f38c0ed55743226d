package io.segue.badhouse.route;

import io.segue.badhouse.config.AsksData;

public final class AsksConfig {

    public void ask() {
        System.err.println(new AsksData().ask());
    }
}
