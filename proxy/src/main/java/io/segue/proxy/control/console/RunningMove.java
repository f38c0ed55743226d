package io.segue.proxy.control.console;

import io.segue.proxy.control.migration.Migrations;
import io.segue.proxy.control.migration.Order;
import io.segue.proxy.control.migration.Outcome;
import io.segue.proxy.data.console.Console;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/** A migration command on a thread of its own, so that who waits for it can be interrupted and wait again. */
final class RunningMove {

    private final FutureTask<Outcome> task;

    private RunningMove(FutureTask<Outcome> task) {
        this.task = task;
    }

    static RunningMove start(Migrations migrations, Order order, Console.Client client, ThreadFactory threads) {
        FutureTask<Outcome> task = new FutureTask<>(() -> migrations.run(order, line -> client.notice("NOTICE", line)));
        threads.newThread(task).start();
        return new RunningMove(task);
    }

    Outcome await() throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a migration command failed unexpectedly", failure.getCause());
        }
    }
}
