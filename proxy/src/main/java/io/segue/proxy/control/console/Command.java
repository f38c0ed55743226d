package io.segue.proxy.control.console;

import io.segue.proxy.control.migration.MigrationCommand;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.verify.VerifyRequest;
import io.segue.proxy.data.console.Console.TransactionControl;
import io.segue.proxy.watch.transcript.Subject;
import java.time.Duration;
import java.util.Optional;

/** One statement, understood. */
sealed interface Command {

    /** The word in CommandComplete. */
    String tag();

    /** SHOW of one of the console's tables. */
    record Show(Topic topic) implements Command {
        @Override
        public String tag() {
            return "SHOW";
        }
    }

    /** SHOW STEPS, of one shard or of all. */
    record ShowSteps(Optional<String> shard) implements Command {
        @Override
        public String tag() {
            return "SHOW";
        }
    }

    /** SHOW REPORT: one report, the last one of a shard, or the last one of all; as a text or as JSON. */
    record ShowReport(Optional<String> which, Form form) implements Command {

        /** How it is written. */
        enum Form {
            TEXT,
            JSON
        }

        @Override
        public String tag() {
            return "SHOW";
        }
    }

    /** SHOW of a setting that drivers ask for. */
    record ShowParameter(DriverParameter parameter) implements Command {
        @Override
        public String tag() {
            return "SHOW";
        }
    }

    /** PREPARE, CUTOVER, SWITCHBACK, CLEANUP or ABORT; whoever gives it is not known yet. */
    record Move(Verb verb, MigrationCommand command, Terms terms) implements Command {

        Move(Verb verb, MigrationCommand command) {
            this(verb, command, Terms.NONE);
        }

        @Override
        public String tag() {
            return verb.name();
        }
    }

    /** CUTOVER or SWITCHBACK with DRY RUN. */
    record Plan(Verb verb, MigrationCommand command, Terms terms) implements Command {

        Plan(Verb verb, MigrationCommand command) {
            this(verb, command, Terms.NONE);
        }

        @Override
        public String tag() {
            return verb.name();
        }
    }

    /** The postponed move of a shard may hold. */
    record Go(String shard) implements Command {
        @Override
        public String tag() {
            return Verb.GO.name();
        }
    }

    record Precheck(String shard, Terms terms) implements Command {
        @Override
        public String tag() {
            return Verb.PRECHECK.name();
        }
    }

    record Verify(String shard, VerifyRequest request) implements Command {
        @Override
        public String tag() {
            return Verb.VERIFY.name();
        }
    }

    /** @param limit empty: the hold limit of the configuration */
    record Pause(String shard, Optional<Duration> limit) implements Command {
        @Override
        public String tag() {
            return Verb.PAUSE.name();
        }
    }

    /**
     * @param limit empty: the usual one, as for the lines
     * @param values whether values are shown
     */
    record TranscriptOn(Subject subject, Optional<Duration> limit, Optional<Long> lines, boolean values) implements Command {
        @Override
        public String tag() {
            return Verb.TRANSCRIPT.name();
        }
    }

    /** Ends all transcripts. */
    record TranscriptOff() implements Command {
        @Override
        public String tag() {
            return Verb.TRANSCRIPT.name();
        }
    }

    record Resume(String shard) implements Command {
        @Override
        public String tag() {
            return Verb.RESUME.name();
        }
    }

    /** @param id of its session, as SHOW CLIENTS has it */
    record KillClient(long id) implements Command {
        @Override
        public String tag() {
            return Verb.KILL_CLIENT.name();
        }
    }

    /** SELECT of a whole number: what pools send to see whether a connection lives. */
    record SelectNumber(long number) implements Command {
        @Override
        public String tag() {
            return "SELECT 1";
        }
    }

    /** What drivers send and expect to be accepted: SET, BEGIN and so on. Does nothing. */
    record Accepted(String tag, TransactionControl transactionControl) implements Command {}
}
