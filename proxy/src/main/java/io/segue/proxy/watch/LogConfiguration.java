package io.segue.proxy.watch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;

/**
 * How the proxy logs: one line per event on stderr, {@code 2026-01-31T09:26:53.589Z INFO  [loop-1] ClientSession message}. Line ends inside a
 * message are replaced, because parts of messages come from strangers; a stack trace follows in lines of its own.
 *
 * <p>In Java and not in {@code logback.xml}, because reading XML delayed the start by 180 ms ({@code notes/2026-11-22-log-configuration.md}).
 * An operator's own {@code logback.xml} still counts when {@code -Dlogback.configurationFile} names it. Found by logback through
 * {@code META-INF/services}, on the thread that logs first.
 */
public final class LogConfiguration extends ContextAwareBase implements Configurator {

    /** Environment variable with the level: ERROR, WARN, INFO, DEBUG or TRACE; INFO when it is absent or none of them. */
    public static final String LEVEL_VARIABLE = "SEGUE_LOG_LEVEL";

    static final String APPENDER = "STDERR";

    private static final String PATTERN =
            "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\", UTC} %-5level [%thread] %logger{0} %replace(%msg){'[\\r\\n]+', ' '}%n";

    private final Map<String, String> environment;
    private final String configurationFile;

    /** For logback. */
    public LogConfiguration() {
        this(System.getenv(), System.getProperty("logback.configurationFile", ""));
    }

    /** @param configurationFile the operator's own, empty when there is none */
    LogConfiguration(Map<String, String> environment, String configurationFile) {
        this.environment = environment;
        this.configurationFile = configurationFile;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (!configurationFile.isEmpty()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(environment.get(LEVEL_VARIABLE), Level.INFO));
        root.addAppender(stderr(context));
        // Netty tells its life story on DEBUG.
        context.getLogger("io.netty").setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> stderr(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName(APPENDER);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
