package io.segue.badhouse.data;

import io.segue.badhouse.control.ImplementsConsole;

public final class AsksControl {

    public String ask() {
        return new ImplementsConsole().toString();
    }
}
