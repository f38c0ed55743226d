package io.segue.proxy.control.console;

import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.ConsoleException;
import java.util.List;

/** What a command does. Run on a virtual thread; may block; interrupted as {@link Console.Statement#execute} says. */
interface Operation {

    List<Console.Column> columns();

    /** @return the rows as texts, null for NULL */
    List<List<String>> run(Console.Client client) throws ConsoleException, InterruptedException;
}
