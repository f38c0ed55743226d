package io.segue.proxy.control.console;

import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.Console.TransactionControl;
import io.segue.proxy.data.console.ConsoleException;
import java.util.List;

/** A command and what it does, ready to be executed. */
record ParsedStatement(Command command, Operation operation, AuditLog auditLog) implements Console.Statement {

    @Override
    public List<Console.Column> columns() {
        return operation.columns();
    }

    @Override
    public TransactionControl transactionControl() {
        return command instanceof Command.Accepted accepted ? accepted.transactionControl() : TransactionControl.NONE;
    }

    @Override
    public Console.Result execute(Console.Client client) throws ConsoleException, InterruptedException {
        return new Console.Result(auditLog.recording(command, client, operation), command.tag());
    }
}
