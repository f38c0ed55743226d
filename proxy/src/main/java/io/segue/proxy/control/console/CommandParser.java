package io.segue.proxy.control.console;

import io.segue.proxy.control.console.Command.ShowReport.Form;
import io.segue.proxy.control.migration.MigrationCommand;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.verify.VerifyRequest;
import io.segue.proxy.data.console.Console.TransactionControl;
import io.segue.proxy.data.console.ConsoleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Query text to commands. Keywords in any case; names as written. Pure. */
final class CommandParser {

    private CommandParser() {}

    /**
     * All commands of {@code text}, in order; none when it is empty.
     *
     * @throws ConsoleException 42601 when any of them is not understood
     */
    static List<Command> parse(String text) throws ConsoleException {
        List<Command> commands = new ArrayList<>();
        for (List<Token> statement : Tokens.statements(text)) {
            commands.add(command(statement));
        }
        return List.copyOf(commands);
    }

    private static Command command(List<Token> statement) throws ConsoleException {
        if (!(statement.getFirst() instanceof Token.Word(String word))) {
            throw SyntaxErrors.unknownCommand(statement.getFirst().written());
        }
        TokenCursor rest = new TokenCursor(statement.subList(1, statement.size()));
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "SHOW" -> show(rest);
            case "PREPARE" -> prepare(rest);
            case "PRECHECK" -> precheck(rest);
            case "CUTOVER" -> movable(Verb.CUTOVER, rest, MigrationCommand.Cutover::new);
            case "SWITCHBACK" -> movable(Verb.SWITCHBACK, rest, MigrationCommand.Switchback::new);
            case "GO" -> new Command.Go(onlyShard(Verb.GO, rest));
            case "CLEANUP" -> new Command.Move(Verb.CLEANUP, new MigrationCommand.Cleanup(onlyShard(Verb.CLEANUP, rest)));
            case "ABORT" -> new Command.Move(Verb.ABORT, new MigrationCommand.Abort(onlyShard(Verb.ABORT, rest)));
            case "VERIFY" -> verify(rest);
            case "PAUSE" -> pause(rest);
            case "RESUME" -> new Command.Resume(onlyShard(Verb.RESUME, rest));
            case "KILL_CLIENT" -> new Command.KillClient(number(Verb.KILL_CLIENT, rest));
            case "TRANSCRIPT" -> TranscriptSyntax.parse(rest);
            case "SET", "RESET", "DISCARD", "DEALLOCATE", "SAVEPOINT", "RELEASE" -> accepted(word, rest);
            case "BEGIN" -> new Command.Accepted("BEGIN", TransactionControl.BEGIN);
            case "START" -> start(rest);
            case "COMMIT", "END" -> new Command.Accepted("COMMIT", TransactionControl.END);
            case "ROLLBACK" -> rollback(rest);
            case "SELECT" -> select(rest);
            default -> throw SyntaxErrors.unknownCommand(word);
        };
    }

    private static Command prepare(TokenCursor rest) throws ConsoleException {
        String shard = rest.name(Verb.PREPARE, "shard");
        rest.expect(Verb.PREPARE, "TO");
        String target = rest.name(Verb.PREPARE, "node");
        rest.end(Verb.PREPARE);
        return new Command.Move(Verb.PREPARE, new MigrationCommand.Prepare(shard, target));
    }

    private static Command movable(Verb verb, TokenCursor rest, Function<String, MigrationCommand> command) throws ConsoleException {
        MigrationCommand move = command.apply(rest.name(verb, "shard"));
        Set<String> allowed = allowed(verb, rest);
        Terms terms = new Terms("", allowed, rest.accept("POSTPONE") ? Terms.Hold.WHEN_TOLD : Terms.Hold.WHEN_READY);
        if (rest.accept("DRY")) {
            rest.expect(verb, "RUN");
            rest.end(verb);
            return new Command.Plan(verb, move, terms);
        }
        rest.end(verb);
        return new Command.Move(verb, move, terms);
    }

    private static Command precheck(TokenCursor rest) throws ConsoleException {
        String shard = rest.name(Verb.PRECHECK, "shard");
        Set<String> allowed = allowed(Verb.PRECHECK, rest);
        rest.end(Verb.PRECHECK);
        return new Command.Precheck(shard, new Terms("", allowed, Terms.Hold.WHEN_READY));
    }

    private static Command verify(TokenCursor rest) throws ConsoleException {
        String shard = rest.name(Verb.VERIFY, "shard");
        Optional<List<String>> tables = Optional.empty();
        if (rest.accept("TABLES")) {
            tables = Optional.of(rest.accept("ALL") ? List.of() : tables(rest));
        }
        boolean amcheck = rest.accept("AMCHECK");
        boolean analyze = rest.accept("ANALYZE");
        rest.end(Verb.VERIFY);
        return new Command.Verify(shard, new VerifyRequest(tables, amcheck, analyze));
    }

    private static List<String> tables(TokenCursor rest) throws ConsoleException {
        List<String> tables = new ArrayList<>();
        do {
            tables.add(rest.text(Verb.VERIFY, "a table such as 'shop.public.orders'"));
        } while (rest.acceptComma());
        return tables;
    }

    private static Set<String> allowed(Verb verb, TokenCursor rest) throws ConsoleException {
        Set<String> allowed = new TreeSet<>();
        if (rest.accept("ALLOW")) {
            do {
                allowed.add(rest.name(verb, "check"));
            } while (rest.acceptComma());
        }
        return allowed;
    }

    private static String onlyShard(Verb verb, TokenCursor rest) throws ConsoleException {
        String shard = rest.name(verb, "shard");
        rest.end(verb);
        return shard;
    }

    private static long number(Verb verb, TokenCursor rest) throws ConsoleException {
        Optional<Token> next = rest.peek();
        String number = rest.text(verb, "a number");
        if (!number.matches("\\d{1,18}")) {
            throw SyntaxErrors.unexpected(verb.name(), "a number", next, verb.syntax());
        }
        rest.end(verb);
        return Long.parseLong(number);
    }

    private static Command pause(TokenCursor rest) throws ConsoleException {
        String shard = rest.name(Verb.PAUSE, "shard");
        if (!rest.accept("TIMEOUT")) {
            rest.end(Verb.PAUSE);
            return new Command.Pause(shard, Optional.empty());
        }
        String limit = rest.text(Verb.PAUSE, "a duration such as '2s'");
        rest.end(Verb.PAUSE);
        return new Command.Pause(shard, Optional.of(TimeLimit.OF_PAUSE.parse(limit)));
    }

    private static Command show(TokenCursor rest) throws ConsoleException {
        if (rest.accept("STEPS")) {
            Optional<String> shard = rest.peek().isPresent() ? Optional.of(rest.name(Verb.SHOW, "shard")) : Optional.empty();
            rest.end(Verb.SHOW);
            return new Command.ShowSteps(shard);
        }
        if (rest.accept("REPORT")) {
            return showReport(rest);
        }
        String name = showName(rest);
        rest.end(Verb.SHOW);
        Optional<Command> topic = Arrays.stream(Topic.values())
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst()
                .map(Command.Show::new);
        return topic.or(() -> DriverParameter.named(name).map(Command.ShowParameter::new))
                .orElseThrow(() -> SyntaxErrors.unknownTopic(name, Arrays.stream(Topic.values()).map(Topic::name).toList()));
    }

    private static Command showReport(TokenCursor rest) throws ConsoleException {
        Form form = rest.accept("JSON") ? Form.JSON : Form.TEXT;
        if (form == Form.TEXT && rest.peek().isPresent()) {
            String which = rest.name(Verb.SHOW, "shard, or the number of a report");
            form = rest.accept("JSON") ? Form.JSON : Form.TEXT;
            rest.end(Verb.SHOW);
            return new Command.ShowReport(Optional.of(which), form);
        }
        rest.end(Verb.SHOW);
        return new Command.ShowReport(Optional.empty(), form);
    }

    /** SQL has two settings with names of their own. */
    private static String showName(TokenCursor rest) throws ConsoleException {
        if (rest.accept("TRANSACTION")) {
            rest.expect(Verb.SHOW, "ISOLATION");
            rest.expect(Verb.SHOW, "LEVEL");
            return DriverParameter.TRANSACTION_ISOLATION.parameter();
        }
        if (rest.accept("TIME")) {
            rest.expect(Verb.SHOW, "ZONE");
            return DriverParameter.TIMEZONE.parameter();
        }
        return rest.name(Verb.SHOW, "table or setting");
    }

    private static Command accepted(String word, TokenCursor rest) {
        boolean all = rest.accept("ALL");
        String verb = word.toUpperCase(Locale.ROOT);
        boolean allInTag = all && (verb.equals("DISCARD") || verb.equals("DEALLOCATE"));
        return new Command.Accepted(allInTag ? verb + " ALL" : verb, TransactionControl.NONE);
    }

    private static Command start(TokenCursor rest) throws ConsoleException {
        if (!rest.accept("TRANSACTION")) {
            throw SyntaxErrors.unexpected("START", "TRANSACTION", rest.peek(), "START TRANSACTION");
        }
        return new Command.Accepted("START TRANSACTION", TransactionControl.BEGIN);
    }

    /** ROLLBACK TO a savepoint does not end the block. */
    private static Command rollback(TokenCursor rest) {
        boolean toSavepoint = rest.accept("TO") || (rest.accept("WORK") || rest.accept("TRANSACTION")) && rest.accept("TO");
        return new Command.Accepted("ROLLBACK", toSavepoint ? TransactionControl.CONTINUE : TransactionControl.END);
    }

    private static Command select(TokenCursor rest) throws ConsoleException {
        Optional<Token> value = rest.next();
        if (rest.peek().isEmpty() && value.orElse(null) instanceof Token.Word(String text) && text.matches("\\d{1,18}")) {
            return new Command.SelectNumber(Long.parseLong(text));
        }
        throw SyntaxErrors.unknownCommand("SELECT");
    }
}
