package io.segue.badhouse.watch;

import io.segue.badhouse.route.AsksConfig;
import java.util.logging.Logger;

final class AsksRoute {

    void ask() {
        new AsksConfig().ask();
        Logger.getAnonymousLogger().info("asked");
    }
}
