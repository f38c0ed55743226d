package io.segue.badhouse.data.console;

/** Its name begins like the interface's, and it is none of control's business all the same. */
public final class ConsoleHandler {}
