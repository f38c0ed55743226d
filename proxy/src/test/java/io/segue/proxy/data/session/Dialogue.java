package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.CommandComplete;
import io.segue.protocol.message.FrontendType;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A conversation as one line, in the order in which the proxy hears it: {@code >Q <C:SELECT <Z:I .} A client's messages stand behind
 * {@code >}, a server's behind {@code <}, each with its type and, behind a colon, what matters of its body. A dot says that the session is then
 * between two units of work; where none stands, it is not.
 */
final class Dialogue {

    private static final String BETWEEN_UNITS = ".";

    private final Outstanding outstanding = new Outstanding();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final SessionMemory memory = new SessionMemory(100_000, parameters, false);
    private final ClientFrames clientFrames = new ClientFrames(outstanding, memory, 10_000, type -> true);
    private final ServerFrames serverFrames = new ServerFrames(outstanding, memory, parameters, () -> true);

    static Dialogue of(String line) {
        Dialogue dialogue = new Dialogue();
        List<String> words = List.of(line.strip().split("\\s+"));
        for (int i = 0; i < words.size(); i++) {
            if (!words.get(i).equals(BETWEEN_UNITS)) {
                dialogue.hear(words.get(i));
                boolean between = i + 1 < words.size() && words.get(i + 1).equals(BETWEEN_UNITS);
                assertThat(dialogue.outstanding.isNothing()).as("between two units behind %s", words.subList(0, i + 1)).isEqualTo(between);
            }
        }
        return dialogue;
    }

    Outstanding outstanding() {
        return outstanding;
    }

    SessionMemory memory() {
        return memory;
    }

    List<String> statementNames() {
        return memory.replay().parses().stream().map(ParsedStatement::name).toList();
    }

    private void hear(String word) {
        byte type = (byte) word.charAt(1);
        String text = word.length() > 3 ? word.substring(3) : "";
        ByteBuf message = Unpooled.buffer();
        if (word.charAt(0) == '>') {
            say(message, type, text);
            assertThat(clientFrames.scan(message)).isEqualTo(message.writerIndex());
        } else {
            answer(message, type, text);
            assertThat(serverFrames.scan(message)).isEqualTo(message.writerIndex());
        }
    }

    private static void say(ByteBuf message, byte type, String text) {
        switch (type) {
            case FrontendType.QUERY -> new Query(text).encode(message);
            case FrontendType.PARSE -> new Parse(text, "SELECT", List.of()).encode(message);
            case FrontendType.CLOSE -> new Close(text.isEmpty() ? Target.PORTAL : Target.STATEMENT, text).encode(message);
            default -> plain(message, type, text);
        }
    }

    private static void answer(ByteBuf message, byte type, String text) {
        switch (type) {
            case 'C' -> new CommandComplete(text).encode(message);
            case 'S' -> plain(message, type, text.isEmpty() ? "name\0value\0" : "client_encoding\0" + text + "\0");
            default -> plain(message, type, text);
        }
    }

    private static void plain(ByteBuf message, byte type, String text) {
        byte[] body = text.getBytes(UTF_8);
        message.writeByte(type).writeInt(Integer.BYTES + body.length).writeBytes(body);
    }
}
