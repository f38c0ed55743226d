package io.segue.proxy.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a server has sent, message by message, with process ids and the cancel secret struck out. */
final class ServerStream {

    private static final int SHOWN_BYTES = 90;

    private final List<Message> messages = new ArrayList<>();
    private final byte[] rest;

    /** @param body with what may differ struck out */
    record Message(char type, byte[] body) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Message(char otherType, byte[] otherBody) && type == otherType && Arrays.equals(body, otherBody);
        }

        @Override
        public int hashCode() {
            return 31 * type + Arrays.hashCode(body);
        }

        @Override
        public String toString() {
            byte[] shown = Arrays.copyOf(body, Math.min(body.length, SHOWN_BYTES));
            StringBuilder line = new StringBuilder().append(type).append(' ').append(body.length).append(' ');
            for (char each : new String(shown, UTF_8).toCharArray()) {
                line.append(each < ' ' ? '.' : each);
            }
            return line.toString();
        }
    }

    private ServerStream(byte[] bytes) {
        int at = 0;
        while (bytes.length - at >= 5 && ByteBuffer.wrap(bytes, at + 1, 4).getInt() <= bytes.length - at - 1) {
            int end = at + 1 + ByteBuffer.wrap(bytes, at + 1, 4).getInt();
            char type = (char) bytes[at];
            messages.add(new Message(type, struckOut(type, Arrays.copyOfRange(bytes, at + 5, end))));
            at = end;
        }
        rest = Arrays.copyOfRange(bytes, at, bytes.length);
    }

    static ServerStream of(byte[] bytes) {
        return new ServerStream(bytes);
    }

    List<Message> messages() {
        return messages;
    }

    /** The transaction status of the last ReadyForQuery; a blank when there was none. */
    char status() {
        return messages.reversed().stream().filter(each -> each.type() == 'Z').findFirst().map(each -> (char) each.body()[0]).orElse(' ');
    }

    /** Whether it ends neither with the answer to the last query of every script nor with an error that ends the session. */
    boolean endsWithoutLastWord() {
        if (messages.size() < 2 || rest.length > 0) {
            return true;
        }
        Message last = messages.getLast();
        boolean answered = last.type() == 'Z' && messages.get(messages.size() - 2).type() == 'I';
        return !answered && !(last.type() == 'E' && new String(last.body(), UTF_8).contains("SFATAL"));
    }

    /** Whether this, which came through Segue, is the beginning of {@code direct}, and then says that the connection to the server was lost. */
    boolean isLostEndOf(ServerStream direct) {
        int same = messages.size() - 1;
        return same >= 0 && same < direct.messages.size() && messages.subList(0, same).equals(direct.messages.subList(0, same))
                && new String(messages.getLast().body(), UTF_8).contains("C08007")
                && new String(direct.messages.getLast().body(), UTF_8).contains("SFATAL");
    }

    /** Whether this, which came through Segue, is what {@code direct} is. */
    boolean agreesWith(ServerStream direct) {
        return Arrays.equals(rest, direct.rest)
                && (messages.equals(direct.messages) || withoutLastWord().equals(direct.messages) && saysWhyItEnds());
    }

    /** A server hangs up without a word on a length that no message has; Segue says so first. */
    private boolean saysWhyItEnds() {
        String last = new String(messages.getLast().body(), UTF_8);
        return messages.getLast().type() == 'E' && last.contains("SFATAL") && last.contains("C08P01") && last.contains("invalid message length");
    }

    private List<Message> withoutLastWord() {
        return messages.isEmpty() ? messages : messages.subList(0, messages.size() - 1);
    }

    /** Up to the first message that differs, and what follows in both. */
    String differenceFrom(ServerStream direct) {
        int same = 0;
        while (same < Math.min(messages.size(), direct.messages.size()) && messages.get(same).equals(direct.messages.get(same))) {
            same++;
        }
        return "the first " + same + " messages are the same, the last of them\n" + shown(messages.subList(Math.max(0, same - 3), same))
                + "\ndirectly then\n" + shown(direct.messages.subList(same, direct.messages.size())) + direct.shownRest()
                + "\nthrough Segue\n" + shown(messages.subList(same, messages.size())) + shownRest();
    }

    private String shownRest() {
        return rest.length == 0 ? "" : "\n    and " + rest.length + " bytes of a message: "
                + ByteBufUtil.hexDump(rest, 0, Math.min(rest.length, SHOWN_BYTES));
    }

    private static String shown(List<Message> some) {
        return some.stream().limit(12).map(each -> "    " + each).collect(Collectors.joining("\n"))
                + (some.size() > 12 ? "\n    ... (" + some.size() + ")" : "");
    }

    private static byte[] struckOut(char type, byte[] body) {
        return switch (type) {
            case 'K' -> new byte[0];
            case 'A' -> {
                Arrays.fill(body, 0, Integer.BYTES, (byte) 0);
                yield body;
            }
            default -> body;
        };
    }
}
