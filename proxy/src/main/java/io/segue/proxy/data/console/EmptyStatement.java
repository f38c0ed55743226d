package io.segue.proxy.data.console;

import java.util.List;

/** A query text without a statement, prepared: it is answered by EmptyQueryResponse and never executed. */
enum EmptyStatement implements Console.Statement {
    INSTANCE;

    @Override
    public List<Console.Column> columns() {
        return List.of();
    }

    @Override
    public Console.TransactionControl transactionControl() {
        return Console.TransactionControl.NONE;
    }

    @Override
    public Console.Result execute(Console.Client client) {
        throw new IllegalStateException("the empty statement is not executed");
    }
}
