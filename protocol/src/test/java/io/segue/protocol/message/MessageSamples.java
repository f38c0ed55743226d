package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One or more of each message, for tests that go over all of them. */
final class MessageSamples {

    private static final int TYPE_AND_LENGTH = 5;

    private MessageSamples() {
    }

    static List<StartupPacket> startupPackets() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", "ärmel");
        parameters.put("database", "shop/eu");
        parameters.put("options", "-c geqo=off -c search_path=a\\ b");
        parameters.put("_pq_.shiny", "on");
        return List.of(new StartupMessage(ProtocolVersion.V3_2, parameters), new SSLRequest(), new GSSENCRequest(),
                new CancelRequest(-7, new CancelKey(new byte[] {1, 2, 3, 4})), new CancelRequest(7, new CancelKey(new byte[256])));
    }

    /** The messages that {@link FrontendMessage#decode} knows. */
    static List<FrontendMessage> frontendMessages() {
        return List.of(
                new Query("SELECT 'ü'; SELECT 2"), new Query(""),
                new Parse("s1", "SELECT $1, $2", List.of(23, 0)), new Parse("", "", List.of()),
                new Bind("p", "s1", List.of(Format.TEXT, Format.BINARY), values("1", null), List.of(Format.BINARY)),
                new Bind("", "", List.of(), List.of(), List.of()),
                new Describe(Target.STATEMENT, "s1"), new Describe(Target.PORTAL, ""),
                new Close(Target.STATEMENT, ""), new Close(Target.PORTAL, "p"),
                new Execute("p", 100), new Sync(), new Flush(), new Terminate());
    }

    static List<BackendMessage> backendMessages() {
        return List.of(
                new AuthenticationOk(), new AuthenticationCleartextPassword(), new AuthenticationMD5Password(new byte[] {1, 2, 3, 4}),
                new AuthenticationSASL(List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256")), new AuthenticationSASLContinue(bytes("r=x")),
                new AuthenticationSASLFinal(bytes("v=x")), new AuthenticationUnsupported(7, new byte[0]),
                new NegotiateProtocolVersion(ProtocolVersion.V3_2, List.of("_pq_.a", "_pq_.b")),
                new BackendKeyData(4711, new CancelKey(new byte[] {9, 8, 7, 6})), new BackendKeyData(4711, new CancelKey(new byte[256])),
                new ParameterStatus("TimeZone", "Europe/Zürich"),
                new ReadyForQuery(TransactionStatus.IDLE), new ReadyForQuery(TransactionStatus.IN_TRANSACTION),
                new ReadyForQuery(TransactionStatus.FAILED),
                new ErrorResponse(ErrorFields.error(SqlState.QUERY_CANCELED, "m").detail("d").hint("h").with(ErrorField.POSITION, "3")),
                new NoticeResponse(ErrorFields.notice("moved")),
                new RowDescription(List.of(RowDescription.Column.text("a"),
                        new RowDescription.Column("b", 16384, (short) 2, 23, (short) 4, -1, Format.BINARY))),
                new DataRow(values("x", null, "")), new CommandComplete("INSERT 0 1"), new EmptyQueryResponse(),
                new ParseComplete(), new BindComplete(), new CloseComplete(), new ParameterDescription(List.of(23, -1)), new NoData(),
                new PortalSuspended());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<byte[]> values(String... texts) {
        List<byte[]> values = new ArrayList<>();
        Arrays.stream(texts).forEach(text -> values.add(text == null ? null : bytes(text)));
        return values;
    }

    static byte[] encoded(FrontendMessage message) {
        ByteBuf out = Unpooled.buffer();
        message.encode(out);
        return ByteBufUtil.getBytes(out);
    }

    static byte[] encoded(BackendMessage message) {
        ByteBuf out = Unpooled.buffer();
        message.encode(out);
        return ByteBufUtil.getBytes(out);
    }

    /** What follows the length of an encoded message with a type. */
    static ByteBuf body(byte[] message) {
        return Unpooled.wrappedBuffer(message, TYPE_AND_LENGTH, message.length - TYPE_AND_LENGTH);
    }
}
