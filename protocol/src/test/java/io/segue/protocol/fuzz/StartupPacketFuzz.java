package io.segue.protocol.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.StartupMessage;
import io.segue.protocol.message.StartupPacket;
import java.util.Arrays;

/**
 * The first thing a stranger sends is refused, or decoded to the end and comes back.
 *
 * <pre>input: any byte | body</pre>
 */
public final class StartupPacketFuzz {

    private StartupPacketFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        ByteBuf body = MessageBytes.body(input);
        StartupPacket packet;
        try {
            packet = StartupPacket.decode(body);
        } catch (ProtocolViolationException refused) {
            return;
        }
        Finding.unless(!body.isReadable(), "bytes were left over behind " + packet);
        byte[] again = MessageBytes.bodyOf(MessageBytes.encoded(packet::encode), 0);
        if (packet instanceof StartupMessage startup) {
            Finding.unless(!startup.user().isEmpty() && !startup.database().isEmpty(), "somebody without a name");
        } else {
            Finding.unless(Arrays.equals(again, Arrays.copyOfRange(input, 1, input.length)), "what was decoded does not come back");
        }
        // A character that replaces a malformed one is longer: what was just short enough may be refused on its way back.
        if (again.length <= StartupPacket.MAX_BODY_BYTES) {
            Finding.unless(packet.equals(StartupPacket.decode(Unpooled.wrappedBuffer(again))), "another packet comes back");
        }
    }
}
