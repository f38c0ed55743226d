package io.segue.proxy.data.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.NoticeResponse;
import io.segue.protocol.message.ParameterStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A link that nobody uses keeps up with its server, and whoever takes it misses nothing. */
class AtRestTest {

    private final ScriptedServer server = new ScriptedServer();
    private final BackendLink link = server.link();
    private final Heard heard = new Heard();

    @Test
    void knowsSettingsThatChangeMeanwhile() {
        server.says(new NoticeResponse(ErrorFields.notice("promoted")), new ParameterStatus("in_hot_standby", "off"));

        assertThat(link.parameters()).contains(Map.entry("TimeZone", "UTC"), Map.entry("in_hot_standby", "off"));
        server.leavesNothingBehind();
    }

    @Test
    void whoeverTakesTheLinkHearsTheRestOfAMessageFromItsFirstByteOn() {
        ByteBuf status = Unpooled.buffer();
        new ParameterStatus("a", "b").encode(status);

        for (int cut = 1; cut < status.readableBytes(); cut++) {
            ScriptedServer other = new ScriptedServer();
            BackendLink taken = other.link();
            Heard next = new Heard();
            other.says(status.copy(0, cut));

            taken.listen(next);
            other.says(status.copy(cut, status.readableBytes() - cut));

            assertThat(String.join("", next.events()).replace("(read complete)", "")).as("cut at %s", cut).isEqualTo("S\0\0\0\10a\0b\0");
            other.leavesNothingBehind();
        }
    }

    @Test
    void whoeverTakesItInPeaceHearsNothingOfWhatWasSaidBefore() {
        server.says(new ParameterStatus("a", "b"));

        link.listen(heard);

        assertThat(heard.events()).isEmpty();
        server.leavesNothingBehind();
    }

    @Test
    void aServerThatGoesInTheMiddleOfAMessageLeavesNothing() {
        server.says(Unpooled.wrappedBuffer(new byte[] {'S', 0, 0}));

        server.hangsUp();

        assertThat(link.isAlive()).isFalse();
        server.leavesNothingBehind();
    }

    @Test
    void aServerThatTalksNonsenseIsLeft() {
        server.says(Unpooled.wrappedBuffer(new byte[] {'S', 0, 0, 0, 3, 'x'}));

        assertThat(link.isAlive()).isFalse();
        server.leavesNothingBehind();
    }

    @Test
    void aLinkThatIsClosedInTheMiddleOfAMessageLeavesNothing() {
        server.says(Unpooled.wrappedBuffer(new byte[] {'S', 0, 0}));

        link.close();

        server.leavesNothingBehind();
    }
}
