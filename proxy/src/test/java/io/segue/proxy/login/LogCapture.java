package io.segue.proxy.login;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Everything that Segue logs, at the finest level there is. */
final class LogCapture implements AutoCloseable {

    private final Logger ours = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("io.segue");
    private final Level before = ours.getLevel();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    LogCapture() {
        appender.start();
        ours.setLevel(Level.TRACE);
        ours.addAppender(appender);
    }

    String text() {
        return List.copyOf(appender.list).stream()
                .map(event -> event.getFormattedMessage() + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        ours.detachAppender(appender);
        ours.setLevel(before);
    }
}
