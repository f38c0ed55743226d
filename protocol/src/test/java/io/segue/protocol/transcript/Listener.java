package io.segue.protocol.transcript;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Listens to a conversation and keeps its lines. */
final class Listener {

    private final List<Line> lines = new ArrayList<>();
    private final Transcript transcript;

    private Listener(boolean fromStart, int valueBytes) {
        transcript = fromStart ? Transcript.fromStart(lines::add, valueBytes) : Transcript.joining(lines::add, valueBytes);
    }

    static Listener fromStart() {
        return new Listener(true, 100);
    }

    static Listener joining() {
        return joining(100);
    }

    static Listener joining(int valueBytes) {
        return new Listener(false, valueBytes);
    }

    Listener hears(Line.Origin origin, ByteBuf bytes) {
        switch (origin) {
            case CLIENT -> transcript.clientBytes(bytes);
            case SERVER -> transcript.serverBytes(bytes);
        }
        return this;
    }

    /** @param script lines to be encoded */
    Listener hears(String... script) {
        for (String text : script) {
            Line line = Line.parse(text);
            ByteBuf bytes = Unpooled.buffer();
            line.encode(bytes);
            hears(line.origin(), bytes);
        }
        return this;
    }

    List<String> lines() {
        return lines.stream().map(Line::toString).toList();
    }
}
