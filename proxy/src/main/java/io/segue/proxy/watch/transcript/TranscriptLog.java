package io.segue.proxy.watch.transcript;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Where transcripts are written: the logger {@value #LOGGER}, which by default goes to two files of bounded size below the state directory, in
 * a directory that only the proxy's user can read, because a conversation holds its client's data. An operator's own appender for that
 * logger is left as it is. Nothing is opened before the first transcript begins. Any thread.
 */
public final class TranscriptLog {

    /** The logger's name. */
    public static final String LOGGER = "io.segue.transcript";

    private static final String APPENDER = "TRANSCRIPT";
    private static final long MAX_FILE_BYTES = 64L * 1024 * 1024;

    private final Path directory;
    private int openings;
    private RollingFileAppender<ILoggingEvent> files;

    /** @param stateDirectory the files are in {@code transcripts} below it */
    public TranscriptLog(Path stateDirectory) {
        this.directory = stateDirectory.resolve("transcripts");
    }

    String place() {
        return file().toString();
    }

    private Path file() {
        return directory.resolve("transcript.log");
    }

    /** @throws UncheckedIOException when the directory cannot be made */
    synchronized Consumer<String> open() {
        Logger logger = logger();
        if (!logger.iteratorForAppenders().hasNext()) {
            files = files(logger.getLoggerContext());
            logger.setLevel(Level.INFO);
            logger.setAdditive(false);
            logger.addAppender(files);
        }
        openings++;
        return logger::info;
    }

    /** Once for each time it was opened. */
    synchronized void close() {
        if (--openings == 0 && files != null) {
            logger().detachAppender(files);
            files.stop();
            files = null;
        }
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(LOGGER);
    }

    private RollingFileAppender<ILoggingEvent> files(LoggerContext context) {
        try {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.start();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setName(APPENDER);
        appender.setFile(place());
        appender.setEncoder(encoder);
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(directory.resolve("transcript.%i.log").toString());
        rolling.setMinIndex(1);
        rolling.setMaxIndex(1);
        rolling.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(MAX_FILE_BYTES));
        size.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(size);
        appender.start();
        return appender;
    }
}
