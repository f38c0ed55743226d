package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.journal.JournalException;
import io.segue.proxy.control.migration.machine.Committed;
import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.machine.Resting;
import io.segue.proxy.control.migration.preflight.PreflightReport;
import io.segue.proxy.control.migration.verify.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Words for what came of a command. Each answer says where the traffic is; each refusal says what to do. */
final class Answers {

    private Answers() {}

    static Outcome refused(String traffic, String state, String message, String detail, String hint) {
        return new Outcome(Result.REFUSED, traffic, state, message, detail, hint);
    }

    static Outcome preflightRefused(String traffic, String state, PreflightReport report) {
        return refused(
                traffic,
                state,
                "refused by preflight: " + report.refusals().size() + " of " + report.checks().size() + " checks; nothing is done",
                report.findings(),
                report.advice());
    }

    static Outcome abortedBeforeBegin(String traffic, String state) {
        return new Outcome(Result.FAILED, traffic, state, "aborted by request; traffic is on " + traffic, "nothing is done",
                "repeat the command when it is wanted again");
    }

    static Outcome notWritten(String traffic, String state, JournalException e) {
        return refused(traffic, state, e.getMessage(), "nothing is done", "make room in the state directory and repeat the command");
    }

    static Outcome tooLateToAbort(String traffic, MigrationState state) {
        String hint = state instanceof Committed
                ? "it is past the point of no return and will be finished; then SWITCHBACK " + state.plan().shard()
                : "it is being put back or away already; wait for it";
        return refused(traffic, state.label(), "the migration cannot be aborted in " + state.label(), "nothing is done", hint);
    }

    /** What the one who asked for the abort of a command hears when that command has ended. */
    static Outcome aborted(Outcome ended) {
        return switch (ended.result()) {
            case FAILED, REFUSED ->
                new Outcome(Result.DONE, ended.traffic(), ended.state(), "aborted; traffic is on " + ended.traffic(), ended.detail(), "");
            case DONE, INCOMPLETE ->
                refused(ended.traffic(), ended.state(), "too late to abort: " + ended.message(), ended.detail(), ended.hint());
        };
    }

    /** What a restarted proxy made of interrupted work. */
    static Outcome settled(String traffic, String state, Optional<Run.Failure> failure) {
        return new Outcome(
                failure.isEmpty() ? Result.DONE : Result.INCOMPLETE,
                traffic,
                state,
                "the interrupted migration rests in " + state + "; traffic is on " + traffic,
                failure.map(Run.Failure::toString).orElse(""),
                failure.map(Run.Failure::hint).orElse(""));
    }

    /** The move is done, and the shard does not answer as the operator expects. */
    static Outcome probesFailed(Outcome moved, List<Finding> failed) {
        return new Outcome(
                Result.INCOMPLETE,
                moved.traffic(),
                moved.state(),
                failed.size() + " probes failed after the move; traffic is on " + moved.traffic(),
                failed.stream().map(it -> it.check() + " " + it.finding()).collect(Collectors.joining("; ")),
                failed.getFirst().advice());
    }

    /** The end of {@code command}, which began with the traffic on {@code before}. */
    static Outcome ended(MigrationCommand command, Resting rest, String before, String traffic, Optional<Run.Failure> failure) {
        boolean reached = reached(command, rest);
        if (reached && failure.isEmpty()) {
            return new Outcome(Result.DONE, traffic, rest.label(), done(command, rest), "", "");
        }
        Run.Failure why = failure.orElse(new Run.Failure("the migration rests in " + rest.label(), "", "SHOW STEPS " + rest.plan().shard() + " says how far it came"));
        Result result = traffic.equals(before) ? Result.FAILED : Result.INCOMPLETE;
        return new Outcome(result, traffic, rest.label(), why.message() + "; traffic is on " + traffic, why.detail(), why.hint());
    }

    private static boolean reached(MigrationCommand command, Resting rest) {
        return switch (command) {
            case MigrationCommand.Prepare _ -> rest instanceof Resting.Ready;
            case MigrationCommand.Cutover _ -> rest instanceof Resting.Moved;
            case MigrationCommand.Switchback _ -> rest instanceof Resting.Ready;
            case MigrationCommand.Cleanup _ -> rest instanceof Resting.Done;
            case MigrationCommand.Abort _ -> rest instanceof Resting.Abandoned;
        };
    }

    private static String done(MigrationCommand command, Resting rest) {
        Plan plan = rest.plan();
        return switch (command) {
            case MigrationCommand.Prepare _ -> plan.target() + " streams from " + plan.source() + " and is ready for the cutover";
            case MigrationCommand.Cutover _ -> "traffic is on " + plan.target() + "; " + plan.source() + " is ready for the switchback";
            case MigrationCommand.Switchback _ -> "traffic is on " + plan.source() + "; " + plan.target() + " is ready for the cutover";
            case MigrationCommand.Cleanup _ -> "traffic is on " + plan.source() + "; " + plan.target() + " is stopped and fenced";
            case MigrationCommand.Abort _ -> "given up; traffic is on " + plan.source();
        };
    }
}
