package io.segue.proxy.control.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.segue.proxy.control.migration.MigrationCommand;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.ConsoleException;
import io.segue.proxy.watch.transcript.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Who did what is in the log, once for the beginning and once for the end. */
class AuditLogTest {

    private static final Operation NOTHING = new Table<>(List.of(), List::of);

    private final Logger logger = (Logger) LoggerFactory.getLogger(AuditLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void namesUserCommandAndResult() throws Exception {
        record(new Command.Move(Verb.PREPARE, new MigrationCommand.Prepare("orders", "node_b")), NOTHING);
        assertThat(messages()).satisfiesExactly(
                begin -> assertThat(begin).isEqualTo("admin command begins user=admin from=10.0.0.7:51324 command=PREPARE \"orders\" TO \"node_b\""),
                end -> assertThat(end).startsWith("admin command ended user=admin from=10.0.0.7:51324 command=PREPARE").endsWith(" result=done"));
    }

    @Test
    void namesWhatWasAllowed() throws Exception {
        Terms terms = new Terms("", Set.of("ssl", "archiver"), Terms.Hold.WHEN_READY);
        record(new Command.Move(Verb.CUTOVER, new MigrationCommand.Cutover("orders"), terms), NOTHING);
        record(new Command.Precheck("orders", terms), NOTHING);
        assertThat(messages().getFirst()).endsWith("command=CUTOVER \"orders\" ALLOW \"archiver\", \"ssl\"");
        assertThat(messages().get(2)).endsWith("command=PRECHECK \"orders\" ALLOW \"archiver\", \"ssl\"");
    }

    @Test
    void namesTheErrorOfACommandThatFails() {
        Operation failing = new Table<>(List.of(), () -> {
            throw new ConsoleException("SG025", "refused", "", "");
        });
        assertThat(catchThrowable(() -> record(new Command.Resume("orders"), failing)))
                .isInstanceOf(ConsoleException.class);
        assertThat(messages().getLast()).endsWith(" result=SG025 refused");
    }

    @Test
    void namesWhoseConversationsAreWrittenDown() throws Exception {
        record(new Command.TranscriptOn(new Subject.Database("shop\nx"), Optional.of(Duration.ofSeconds(30)), Optional.of(20L), false), NOTHING);
        record(new Command.TranscriptOff(), NOTHING);
        assertThat(messages()).satisfiesExactly(
                begin -> assertThat(begin)
                        .isEqualTo("admin command begins user=admin from=10.0.0.7:51324 command=TRANSCRIPT ON FOR database shop?x FOR 30000ms LIMIT 20 LINES WITHOUT VALUES"),
                end -> assertThat(end).endsWith(" result=done"),
                begin -> assertThat(begin).isEqualTo("admin command begins user=admin from=10.0.0.7:51324 command=TRANSCRIPT OFF"),
                end -> assertThat(end).endsWith(" result=done"));
    }

    @Test
    void namesWhoseSessionIsEnded() throws Exception {
        record(new Command.KillClient(4711), NOTHING);
        assertThat(messages()).satisfiesExactly(
                begin -> assertThat(begin).isEqualTo("admin command begins user=admin from=10.0.0.7:51324 command=KILL_CLIENT 4711"),
                end -> assertThat(end).contains(" command=KILL_CLIENT 4711 ").endsWith(" result=done"));
    }

    @Test
    void doesNotNameWhatOnlyLooks() throws Exception {
        record(new Command.Show(Topic.SHARDS), NOTHING);
        assertThat(messages()).isEmpty();
    }

    @Test
    void keepsEachCommandOnOneLine() throws Exception {
        record(new Command.Resume("orders\nadmin command ended user=mallory"), NOTHING);
        assertThat(messages()).hasSize(2).noneMatch(line -> line.contains("\n"));
    }

    private List<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static void record(Command command, Operation operation) throws ConsoleException, InterruptedException {
        new AuditLog().recording(command, new Admin(), operation);
    }

    private static final class Admin implements Console.Client {

        @Override
        public String address() {
            return "10.0.0.7:51324";
        }

        @Override
        public String user() {
            return "admin";
        }

        @Override
        public void notice(String severity, String message) {
            throw new AssertionError("nothing to tell");
        }

        @Override
        public boolean connected() {
            return true;
        }
    }
}
