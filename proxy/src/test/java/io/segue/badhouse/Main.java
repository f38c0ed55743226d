package io.segue.badhouse;

import io.segue.badhouse.control.ImplementsConsole;
import io.segue.badhouse.data.AsksControl;

/** May do all this: the root sees both planes, and Main writes to the standard streams. */
public final class Main {

    void start() {
        System.out.println(new AsksControl() + " " + new ImplementsConsole());
    }
}
