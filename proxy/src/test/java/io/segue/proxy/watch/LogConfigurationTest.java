package io.segue.proxy.watch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogConfigurationTest {

    @Test
    void anEventIsOneLineOnStderrWithTheTimeInUtc() {
        LoggerContext context = configured(Map.of());

        assertThat(appender(context).getTarget()).isEqualTo("System.err");
        assertThat(line(context, "session 7: peer said\r\nERROR fake line"))
                .isEqualTo("2026-01-31T09:26:53.589Z WARN  [loop-1] ClientSession session 7: peer said ERROR fake line\n");
    }

    @Test
    void theLevelIsInfoUnlessTheEnvironmentNamesAnother() {
        assertThat(level(configured(Map.of()))).isEqualTo(Level.INFO);
        assertThat(level(configured(Map.of("SEGUE_LOG_LEVEL", "debug")))).isEqualTo(Level.DEBUG);
        assertThat(level(configured(Map.of("SEGUE_LOG_LEVEL", "loud")))).isEqualTo(Level.INFO);
    }

    @Test
    void anOperatorsOwnFileIsLeftToLogback() {
        LoggerContext context = new LoggerContext();

        assertThat(new LogConfiguration(Map.of(), "/etc/segue/logback.xml").configure(context)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(appender(context)).isNull();
    }

    @Test
    void logbackFindsIt() {
        assertThat(appender((LoggerContext) LoggerFactory.getILoggerFactory())).isNotNull();
    }

    private static LoggerContext configured(Map<String, String> environment) {
        LoggerContext context = new LoggerContext();
        assertThat(new LogConfiguration(environment, "").configure(context)).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        return context;
    }

    private static Level level(LoggerContext context) {
        return context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel();
    }

    private static ConsoleAppender<ILoggingEvent> appender(LoggerContext context) {
        return (ConsoleAppender<ILoggingEvent>) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(LogConfiguration.APPENDER);
    }

    private static String line(LoggerContext context, String message) {
        Logger logger = context.getLogger("io.segue.proxy.data.session.ClientSession");
        LoggingEvent event = new LoggingEvent("caller", logger, Level.WARN, message, null, null);
        event.setInstant(Instant.parse("2026-01-31T09:26:53.589Z"));
        event.setThreadName("loop-1");
        PatternLayoutEncoder encoder = (PatternLayoutEncoder) appender(context).getEncoder();
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
