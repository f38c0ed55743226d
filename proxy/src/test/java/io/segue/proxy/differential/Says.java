package io.segue.proxy.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.Terminate;
import io.segue.proxy.differential.Script.Step;
import io.segue.proxy.differential.Script.Step.Listen;
import io.segue.proxy.differential.Script.Step.Say;
import java.util.Arrays;
import java.util.List;

/** What a client can say, whole messages and broken ones, each with a label for people. */
final class Says {

    private static final int LABEL_CHARS = 100;

    private Says() {}

    static Step listen() {
        return new Listen();
    }

    static Say query(String sql) {
        return message("Query " + sql, new Query(sql));
    }

    static Say parse(String statement, String sql, Integer... types) {
        return message("Parse " + quoted(statement) + " " + sql + (types.length == 0 ? "" : " " + Arrays.toString(types)),
                new Parse(statement, sql, List.of(types)));
    }

    /** Text parameters, all results as text. */
    static Say bind(String portal, String statement, String... values) {
        return bind(portal, statement, 0, values);
    }

    /** @param resultFormat 0 text, 1 binary */
    static Say bind(String portal, String statement, int resultFormat, String... values) {
        ByteBuf body = Unpooled.buffer();
        string(body, portal);
        string(body, statement);
        body.writeShort(0).writeShort(values.length);
        for (String value : values) {
            if (value == null) {
                body.writeInt(-1);
            } else {
                byte[] bytes = value.getBytes(UTF_8);
                body.writeInt(bytes.length).writeBytes(bytes);
            }
        }
        body.writeShort(1).writeShort(resultFormat);
        String shown = values.length > 5 ? values.length + " values" : Arrays.toString(values);
        return framed("Bind " + quoted(portal) + " of " + quoted(statement) + " " + shown + (resultFormat == 1 ? " binary" : ""), 'B', body);
    }

    static Say describeStatement(String name) {
        return targeted("Describe statement " + quoted(name), 'D', 'S', name);
    }

    static Say describePortal(String name) {
        return targeted("Describe portal " + quoted(name), 'D', 'P', name);
    }

    static Say closeStatement(String name) {
        return targeted("Close statement " + quoted(name), 'C', 'S', name);
    }

    static Say closePortal(String name) {
        return targeted("Close portal " + quoted(name), 'C', 'P', name);
    }

    /** @param maxRows 0 for all */
    static Say execute(String portal, int maxRows) {
        ByteBuf body = Unpooled.buffer();
        string(body, portal);
        body.writeInt(maxRows);
        return framed("Execute " + quoted(portal) + (maxRows == 0 ? "" : " " + maxRows + " rows"), 'E', body);
    }

    static Say sync() {
        return framed("Sync", 'S', Unpooled.EMPTY_BUFFER);
    }

    static Say flush() {
        return framed("Flush", 'H', Unpooled.EMPTY_BUFFER);
    }

    static Say copyData(String data) {
        return framed("CopyData " + data.strip(), 'd', Unpooled.copiedBuffer(data, UTF_8));
    }

    static Say copyDone() {
        return framed("CopyDone", 'c', Unpooled.EMPTY_BUFFER);
    }

    static Say copyFail(String reason) {
        ByteBuf body = Unpooled.buffer();
        string(body, reason);
        return framed("CopyFail " + reason, 'f', body);
    }

    /** @param oid of the function; its arguments go as text and the result comes as text */
    static Say functionCall(int oid, String... arguments) {
        ByteBuf body = Unpooled.buffer();
        body.writeInt(oid).writeShort(0).writeShort(arguments.length);
        for (String argument : arguments) {
            byte[] bytes = argument.getBytes(UTF_8);
            body.writeInt(bytes.length).writeBytes(bytes);
        }
        body.writeShort(0);
        return framed("FunctionCall " + oid + " " + Arrays.toString(arguments), 'F', body);
    }

    static Say terminate() {
        return message("Terminate", new Terminate());
    }

    /** A message with any body, right or wrong. */
    static Say raw(char type, byte... body) {
        return framed("raw '" + type + "' body of " + body.length + " bytes " + ByteBufUtil.hexDump(body, 0, Math.min(body.length, 20)),
                type, Unpooled.wrappedBuffer(body));
    }

    /** A header with any length, right or wrong, and bytes behind it. */
    static Say header(char type, int length, byte... behind) {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(type).writeInt(length).writeBytes(behind);
        return new Say("header '" + type + "' length " + length + ", " + behind.length + " bytes behind", bytes(out));
    }

    /** Bytes that are no message at all. */
    static Say garbage(String text) {
        return new Say("garbage " + text, text.getBytes(ISO_8859_1));
    }

    private static Say targeted(String label, char type, char target, String name) {
        ByteBuf body = Unpooled.buffer();
        body.writeByte(target);
        string(body, name);
        return framed(label, type, body);
    }

    private static Say framed(String label, char type, ByteBuf body) {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(type).writeInt(Integer.BYTES + body.readableBytes()).writeBytes(body);
        return new Say(shortened(label), bytes(out));
    }

    private static Say message(String label, FrontendMessage message) {
        ByteBuf out = Unpooled.buffer();
        message.encode(out);
        return new Say(shortened(label), bytes(out));
    }

    private static String quoted(String name) {
        return '"' + (name.length() > 20 ? name.substring(0, 8) + "~" + name.length() : name) + '"';
    }

    private static String shortened(String label) {
        return label.length() > LABEL_CHARS ? label.substring(0, LABEL_CHARS) + " ... (" + label.length() + " characters)" : label;
    }

    private static void string(ByteBuf out, String text) {
        out.writeBytes(text.getBytes(UTF_8)).writeByte(0);
    }

    private static byte[] bytes(ByteBuf out) {
        return ByteBufUtil.getBytes(out);
    }
}
