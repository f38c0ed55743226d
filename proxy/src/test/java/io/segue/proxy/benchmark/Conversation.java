package io.segue.proxy.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.BindComplete;
import io.segue.protocol.message.CommandComplete;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.Describe;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.Format;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.ParseComplete;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.RowDescription;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Target;
import io.segue.protocol.message.TransactionStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What pgbench and a server say to each other for one {@code SELECT}, in each of pgbench's modes.
 *
 * @param client what the client sends, in one piece
 * @param server what it is answered, in one piece
 */
public record Conversation(ByteBuf client, ByteBuf server) {

    public static final String SELECT = "SELECT abalance FROM pgbench_accounts WHERE aid = 4711;";

    private static final String WITH_PARAMETER = "SELECT abalance FROM pgbench_accounts WHERE aid = $1;";
    private static final String STATEMENT = "P_0";
    private static final int ROWS = 100;

    /** How pgbench asks. */
    public enum Mode { SIMPLE, EXTENDED, PREPARED }

    public static Conversation of(Mode mode) {
        return switch (mode) {
            case SIMPLE -> conversation(List.of(new Query(SELECT)), List.of());
            case EXTENDED -> conversation(
                    List.of(new Parse("", WITH_PARAMETER, List.of()), bind(""), new Describe(Target.PORTAL, ""), new Execute("", 0), new Sync()),
                    List.of(new ParseComplete(), new BindComplete()));
            case PREPARED -> conversation(
                    List.of(bind(STATEMENT), new Describe(Target.PORTAL, ""), new Execute("", 0), new Sync()), List.of(new BindComplete()));
        };
    }

    /** Many rows in one piece. */
    public static ByteBuf rows() {
        return bytes(Collections.nCopies(ROWS, DataRow.ofTexts(List.of("4711", "a name", "2026-01-01 00:00:00"))));
    }

    private static Bind bind(String statement) {
        return new Bind("", statement, List.of(), List.of("4711".getBytes(StandardCharsets.US_ASCII)), List.of(Format.TEXT));
    }

    private static Conversation conversation(List<FrontendMessage> client, List<BackendMessage> before) {
        ByteBuf sent = Unpooled.directBuffer();
        client.forEach(message -> message.encode(sent));
        List<BackendMessage> answer = new ArrayList<>(before);
        answer.addAll(List.of(
                new RowDescription(List.of(RowDescription.Column.text("abalance"))),
                DataRow.ofTexts(List.of("0")),
                new CommandComplete("SELECT 1"),
                new ReadyForQuery(TransactionStatus.IDLE)));
        return new Conversation(sent, bytes(answer));
    }

    private static ByteBuf bytes(List<? extends BackendMessage> messages) {
        ByteBuf bytes = Unpooled.directBuffer();
        messages.forEach(message -> message.encode(bytes));
        return bytes;
    }
}
