package io.segue.protocol.transcript;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.transcript.BodyReader.Broken;
import io.segue.protocol.transcript.BodyReader.CutShort;
import java.util.List;

/** One field of a message's layout, in both directions. */
interface Part {

    /** @param out gets what was read, also when it ends too early */
    void read(BodyReader in, List<Term> out) throws Broken, CutShort;

    /** @throws TranscriptException when the terms do not fit */
    void write(TermCursor in, ByteBuf out);
}
