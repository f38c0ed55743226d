package io.segue.proxy;

import io.netty.channel.Channel;
import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.ConsoleHandler;
import io.segue.proxy.data.console.ConsoleLogin;
import io.segue.proxy.data.login.ConsoleDoor;
import io.segue.proxy.data.session.CancelKeys;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Seats an authenticated admin at the console, with a key by which the running command can be cancelled. */
final class ConsoleEntrance implements ConsoleDoor {

    private final Console console;
    private final CancelKeys cancelKeys;
    private final ThreadFactory threads = Thread.ofVirtual().name("console-statement-", 0).factory();
    private final AtomicInteger processIds = new AtomicInteger();

    ConsoleEntrance(Console console, CancelKeys cancelKeys) {
        this.console = console;
        this.cancelKeys = cancelKeys;
    }

    @Override
    public void open(Channel channel, StartupMessage startup) {
        AtomicReference<ConsoleHandler> seat = new AtomicReference<>();
        BackendKeyData key = cancelKeys.issue(processIds.incrementAndGet(), startup.version(), done -> {
            seat.get().cancel();
            done.run();
        });
        ConsoleLogin login = new ConsoleLogin(
                startup.user(), startup.parameters().getOrDefault("application_name", ""), key.processId(), key.key());
        ConsoleHandler handler = new ConsoleHandler(login, console, threads);
        seat.set(handler);
        channel.closeFuture().addListener(_ -> cancelKeys.withdraw(key));
        channel.pipeline().addLast("console", handler);
    }
}
