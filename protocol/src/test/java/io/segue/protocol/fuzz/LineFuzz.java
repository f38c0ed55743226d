package io.segue.protocol.fuzz;

import io.netty.buffer.Unpooled;
import io.segue.protocol.transcript.Line;
import io.segue.protocol.transcript.TranscriptException;
import java.nio.charset.StandardCharsets;

/** A script is refused with a sentence, or its lines are read, written and encoded. */
public final class LineFuzz {

    private LineFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        // Numbers of bytes to be filled up are as large as somebody writes them.
        if (text.matches("(?s).*\\+\\d{5}.*")) {
            return;
        }
        try {
            Line line = Line.parse(text);
            Finding.unless(Line.parse(line.toString()).toString().equals(line.toString()), "it is read otherwise: " + line);
            line.encode(Unpooled.buffer());
        } catch (TranscriptException refused) {
            Finding.unless(!refused.getMessage().isEmpty(), "no word on why");
        }
    }
}
