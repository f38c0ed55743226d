package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells a client that asked for more what it gets.
 *
 * <pre>'v' | Int32 length | Int32 newest version | Int32 count | { String unknown option }*</pre>
 *
 * <p>The manual calls the first field the minor version; servers send, and libpq reads, major and minor together (196610 for 3.2).
 *
 * @param newest what is spoken from here on
 * @param unknownOptions {@code _pq_.} options of the StartupMessage that are not known, and have no effect
 */
public record NegotiateProtocolVersion(ProtocolVersion newest, List<String> unknownOptions) implements BackendMessage {

    public NegotiateProtocolVersion {
        unknownOptions = List.copyOf(unknownOptions);
    }

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, BackendType.NEGOTIATE_PROTOCOL_VERSION);
        out.writeInt(newest.code()).writeInt(unknownOptions.size());
        unknownOptions.forEach(option -> MessageWriter.string(out, option));
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the body is malformed */
    public static NegotiateProtocolVersion decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        ProtocolVersion newest = ProtocolVersion.of(reader.int32());
        int count = reader.int32();
        List<String> options = new ArrayList<>();
        while (!reader.isAtEnd()) {
            options.add(reader.string());
        }
        if (count != options.size()) {
            throw MessageReader.violation("invalid message format");
        }
        return new NegotiateProtocolVersion(newest, options);
    }
}
