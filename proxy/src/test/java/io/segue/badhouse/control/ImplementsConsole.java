package io.segue.badhouse.control;

import io.segue.badhouse.data.console.Console;

/** May do this. */
public final class ImplementsConsole implements Console {

    Result answer() {
        return new Result("SHOW");
    }
}
