package io.segue.proxy.data.console;

import io.segue.protocol.message.Bind;
import io.segue.protocol.message.BindComplete;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.CloseComplete;
import io.segue.protocol.message.CommandComplete;
import io.segue.protocol.message.Describe;
import io.segue.protocol.message.EmptyQueryResponse;
import io.segue.protocol.message.ErrorField;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.Flush;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.NoticeResponse;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.ParseComplete;
import io.segue.protocol.message.PasswordMessage;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.SASLInitialResponse;
import io.segue.protocol.message.SASLResponse;
import io.segue.protocol.message.StartupPacket;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Terminate;
import io.segue.protocol.message.TransactionStatus;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * One console client's conversation: which message is answered how, one statement at a time; what comes meanwhile waits in the
 * {@link Inbox}. Event loop.
 */
final class ConsoleSession implements StatementRun.Listener {

    private final ConsoleLogin login;
    private final Console console;
    private final ThreadFactory threads;
    private final Replies replies;
    private final Inbox inbox = new Inbox();
    private final TransactionBlock transaction = new TransactionBlock();
    private final PreparedStatements prepared;
    private Phase phase = new Phase.Ready();

    ConsoleSession(ConsoleLogin login, Console console, ThreadFactory threads, Replies replies) {
        this.login = login;
        this.console = console;
        this.threads = threads;
        this.replies = replies;
        this.prepared = new PreparedStatements(console);
    }

    // ---- events

    /** What a server says after AuthenticationOk. */
    void start() {
        Greeting.of(login, console.parameters()).forEach(replies::send);
        ready();
        replies.flush();
    }

    void receive(FrontendMessage message, int frameBytes) {
        if (!inbox.add(message, frameBytes)) {
            fail(ConsoleErrors.tooMuchQueued());
            return;
        }
        proceed();
    }

    /** Answers what waits, as long as nothing runs and the client takes its answers. */
    void proceed() {
        while (takesMessages() && replies.writable() && !inbox.isEmpty()) {
            handle(inbox.remove());
        }
        if (!ended()) {
            replies.flush();
        }
    }

    @Override
    public void noticed(StatementRun run, String severity, String message) {
        if (phase instanceof Phase.Running running && running.run() == run && replies.writable()) {
            replies.send(new NoticeResponse(ErrorFields.notice(message)
                    .with(ErrorField.SEVERITY_LOCALIZED, severity)
                    .with(ErrorField.SEVERITY, severity)));
            replies.flush();
        }
    }

    @Override
    public void finished(StatementRun run, StatementRun.Outcome outcome) {
        if (!(phase instanceof Phase.Running(StatementRun current, Phase.Work work)) || current != run) {
            return;
        }
        switch (outcome) {
            case StatementRun.Outcome.Failed(ErrorFields error) -> failed(work, error);
            case StatementRun.Outcome.Succeeded(Console.Result result) -> succeeded(run.statement(), work, result);
        }
        proceed();
    }

    /** A CancelRequest. Without a running statement it means nothing. */
    void cancel() {
        if (phase instanceof Phase.Running running) {
            running.run().interrupt();
        }
    }

    /** The client has hung up. */
    void gone() {
        cancel();
        end();
        replies.discard();
    }

    /** The session cannot go on; the client is told why. */
    void fail(ErrorFields fatal) {
        if (!ended()) {
            cancel();
            replies.send(new ErrorResponse(fatal));
            end();
            replies.flushAndClose();
        }
    }

    boolean ended() {
        return phase instanceof Phase.Ended;
    }

    private void end() {
        phase = new Phase.Ended();
        inbox.clear();
    }

    // ---- messages

    private boolean takesMessages() {
        return switch (phase) {
            case Phase.Ready _, Phase.Skipping _ -> true;
            case Phase.Running _, Phase.Ended _ -> false;
        };
    }

    private void handle(FrontendMessage message) {
        boolean skipped = phase instanceof Phase.Skipping && !(message instanceof Sync || message instanceof Terminate);
        if (skipped) {
            return;
        }
        try {
            answer(message);
        } catch (ConsoleException failure) {
            extendedQueryFailed(ConsoleErrors.fields(failure));
        }
    }

    private void answer(FrontendMessage message) throws ConsoleException {
        switch (message) {
            case Query query -> simpleQuery(query.query());
            case Parse parse -> {
                prepared.parse(parse);
                replies.send(new ParseComplete());
            }
            case Bind bind -> {
                prepared.bind(bind);
                replies.send(new BindComplete());
            }
            case Describe describe -> prepared.describe(describe, replies::send);
            case Execute execute -> execute(prepared.portal(execute.portal()), execute.maxRows());
            case Close close -> {
                prepared.close(close.target(), close.name());
                replies.send(new CloseComplete());
            }
            case Sync _ -> ready();
            case Flush _ -> replies.flush();
            case Terminate _ -> {
                end();
                replies.flushAndClose();
            }
            case StartupPacket _, PasswordMessage _, SASLInitialResponse _, SASLResponse _ ->
                throw new IllegalStateException("a message of the login came after it: " + message.getClass().getSimpleName());
        }
    }

    private void simpleQuery(String text) {
        prepared.closeUnnamed();
        try {
            List<Console.Statement> statements = console.parse(text);
            if (statements.isEmpty()) {
                replies.send(new EmptyQueryResponse());
            }
            runNext(statements.iterator());
        } catch (ConsoleException failure) {
            simpleQueryFailed(ConsoleErrors.fields(failure));
        }
    }

    private void runNext(Iterator<Console.Statement> rest) {
        if (rest.hasNext()) {
            run(rest.next(), new Phase.Work.SimpleQuery(rest));
        } else {
            ready();
        }
    }

    private void execute(Portal portal, int maxRows) {
        if (portal.statement() == EmptyStatement.INSTANCE) {
            replies.send(new EmptyQueryResponse());
        } else if (portal.executed()) {
            portal.fetch(maxRows, replies::send);
        } else {
            run(portal.statement(), new Phase.Work.PortalExecution(portal, maxRows));
        }
    }

    // ---- statements

    private void run(Console.Statement statement, Phase.Work work) {
        if (transaction.refuses(statement.transactionControl())) {
            failed(work, ConsoleErrors.inFailedTransaction());
        } else {
            phase = new Phase.Running(StatementRun.start(statement, login.user(), replies.channel(), this, threads), work);
        }
    }

    private void succeeded(Console.Statement statement, Phase.Work work, Console.Result result) {
        String tag = transaction.succeeded(statement.transactionControl(), result.tag());
        phase = new Phase.Ready();
        switch (work) {
            case Phase.Work.SimpleQuery(Iterator<Console.Statement> rest) -> {
                sendAll(statement.columns(), result.rows(), tag);
                runNext(rest);
            }
            case Phase.Work.PortalExecution(Portal portal, int maxRows) -> {
                portal.executed(result.rows(), tag);
                portal.fetch(maxRows, replies::send);
            }
        }
    }

    private void sendAll(List<Console.Column> columns, List<List<String>> rows, String tag) {
        if (!columns.isEmpty()) {
            ColumnEncoding encoding = ColumnEncoding.text(columns);
            replies.send(encoding.description());
            rows.forEach(row -> replies.send(encoding.row(row)));
        }
        replies.send(new CommandComplete(tag));
    }

    private void failed(Phase.Work work, ErrorFields error) {
        switch (work) {
            case Phase.Work.SimpleQuery _ -> simpleQueryFailed(error);
            case Phase.Work.PortalExecution _ -> extendedQueryFailed(error);
        }
    }

    /** The rest of the query text is not run. */
    private void simpleQueryFailed(ErrorFields error) {
        transaction.failed();
        replies.send(new ErrorResponse(error));
        ready();
    }

    private void extendedQueryFailed(ErrorFields error) {
        transaction.failed();
        replies.send(new ErrorResponse(error));
        phase = new Phase.Skipping();
    }

    private void ready() {
        phase = new Phase.Ready();
        if (transaction.status() == TransactionStatus.IDLE) {
            prepared.closePortals();
        }
        replies.send(new ReadyForQuery(transaction.status()));
    }
}
