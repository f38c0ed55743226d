package io.segue.proxy.data.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.CommandComplete;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.NoticeResponse;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.TransactionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few words on a session's link that the session does not hear, and that leave the link as it was or closed. */
class PrivateTalkTest {

    private static final BackendMessage READY = new ReadyForQuery(TransactionStatus.IDLE);
    private static final BackendMessage DONE = new CommandComplete("SELECT 1");

    @Test
    void asksAndHasTheRowsOfAllParts() {
        Talk talk = Talk.begin(2);
        assertThat(talk.server().hearsTypes()).containsExactly('Q');

        talk.server().says(row("one"), DONE, READY, row("two"));
        assertThat(talk.outcomes()).as("one part is missing").isEmpty();
        talk.server().says(DONE, READY);

        assertThat(talk.outcomes()).containsExactly("answered rows [one, two] failures []");
        talk.server().leavesNothingBehind();
    }

    @Test
    void tellsWhichPartsWereRefusedAndLeavesTheLinkUsable() {
        Talk talk = Talk.begin(3);

        talk.server().says(error("first"), READY, DONE, READY, error("third"), READY);

        assertThat(talk.outcomes()).containsExactly("answered rows [] failures [0: first, 2: third]");
        assertThat(talk.link().isAlive()).isTrue();
        talk.server().leavesNothingBehind();
    }

    @Test
    void whatComesBehindTheLastAnswerIsForTheNextListenerWhereverItIsCut() {
        ByteBuf whole = Unpooled.buffer();
        for (BackendMessage message : new BackendMessage[] {row("one"), DONE, READY}) {
            message.encode(whole);
        }
        whole.writeBytes("behind".getBytes(UTF_8));

        for (int cut = 0; cut <= whole.readableBytes(); cut++) {
            Talk talk = Talk.begin(1);
            talk.server().says(talk.server().allocator().buffer().writeBytes(whole, 0, cut));
            talk.server().says(talk.server().allocator().buffer().writeBytes(whole, cut, whole.readableBytes() - cut));

            assertThat(talk.outcomes()).as("cut at %s", cut).containsExactly("answered rows [one] failures []");
            assertThat(String.join("", talk.next().events()).replace("(read complete)", "")).as("cut at %s", cut).isEqualTo("behind");
            talk.server().leavesNothingBehind();
        }
    }

    @Test
    void theSessionHearsNotificationsAndNothingElse() {
        Talk talk = Talk.begin(1);
        ByteBuf notification = talk.server().allocator().buffer().writeByte('A').writeInt(9).writeInt(4711).writeByte('c');

        talk.server().says(new NoticeResponse(ErrorFields.notice("hello")), new ParameterStatus("TimeZone", "Europe/Zürich"));
        talk.server().says(notification).says(DONE, READY);

        assertThat(talk.notifications()).containsExactly("4100000009" + "00001267" + "63");
        assertThat(talk.link().parameters()).containsEntry("TimeZone", "Europe/Zürich");
        assertThat(talk.outcomes()).containsExactly("answered rows [] failures []");
        talk.server().leavesNothingBehind();
    }

    @Test
    void anotherTalkCanBeginWhereThisOneEndsAndHearsWhatCameBehind() {
        Talk talk = Talk.begin(1);
        List<Talk> second = new ArrayList<>();
        talk.whenOver(() -> second.add(new Talk(talk.server(), talk.link(), 1)));

        talk.server().says(row("one"), READY, row("two"), READY);

        assertThat(talk.outcomes()).containsExactly("answered rows [one] failures []");
        assertThat(second.getFirst().outcomes()).containsExactly("answered rows [two] failures []");
        talk.server().leavesNothingBehind();
    }

    @Test
    void whoeverClosesTheLinkAtTheEndHearsNoMore() {
        Talk talk = Talk.begin(1);
        talk.whenOver(talk.link()::close);

        talk.server().says(talk.server().bytes(READY).writeBytes("behind".getBytes(UTF_8)));

        assertThat(talk.outcomes()).hasSize(1);
        assertThat(talk.next().events()).isEmpty();
        talk.server().leavesNothingBehind();
    }

    @Test
    void aServerThatHangsUpIsLost() {
        Talk talk = Talk.begin(1);
        talk.server().says(row("one")).says(Unpooled.wrappedBuffer(new byte[] {'D', 0, 0}));

        talk.server().hangsUp();

        assertThat(talk.outcomes()).containsExactly("lost, the server closed the connection");
        talk.server().leavesNothingBehind();
    }

    @Test
    void aServerThatSaysWhyItHangsUpIsLostInItsOwnWords() {
        Talk talk = Talk.begin(1);

        talk.server().says(error("terminating connection due to administrator command")).hangsUp();

        assertThat(talk.outcomes()).containsExactly("lost, terminating connection due to administrator command");
        talk.server().leavesNothingBehind();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            D\\0\\0\\0\\3            | lost, the server broke the protocol: invalid message length
            D\\0\\0\\0\\4            | lost, the server broke the protocol: insufficient data left in message
            HTTP/1.1 400 Bad Request | lost, the server broke the protocol: invalid message length
            G\\0\\0\\0\\7\\0\\0\\0   | lost, the server asked for COPY data
            """)
    void aServerThatTalksNonsenseIsLostAndTheLinkIsClosed(String nonsense, String outcome) {
        for (int cut = 0; cut < 5; cut++) {
            Talk talk = Talk.begin(1);
            ByteBuf bytes = Unpooled.copiedBuffer(nonsense.translateEscapes() + "behind", UTF_8);

            talk.server().says(bytes.readRetainedSlice(cut)).says(bytes);

            assertThat(talk.outcomes()).containsExactly(outcome);
            assertThat(talk.link().isAlive()).isFalse();
            assertThat(talk.next().events()).isEmpty();
            talk.server().leavesNothingBehind();
        }
    }

    @Test
    void aServerThatIsSlowerThanTheLimitIsLost() {
        Talk talk = Talk.begin(1);
        talk.server().hearsTypes();
        talk.server().says(Unpooled.wrappedBuffer(new byte[] {'D', 0, 0}));

        talk.server().waits(Talk.LIMIT.minus(Duration.ofMillis(1)));
        assertThat(talk.outcomes()).isEmpty();
        talk.server().waits(Duration.ofMillis(1));

        assertThat(talk.outcomes()).containsExactly("lost, no answer within 2000 ms");
        assertThat(talk.server().hearsTypes()).as("a last word").containsExactly('X');
        assertThat(talk.link().isAlive()).isFalse();
        talk.server().leavesNothingBehind();
    }

    @Test
    void theLimitIsThatOfTheTalkAndNotOfTheLink() {
        Talk talk = Talk.begin(1);
        talk.server().says(READY);

        talk.server().waits(Talk.LIMIT.multipliedBy(2));

        assertThat(talk.outcomes()).hasSize(1);
        assertThat(talk.link().isAlive()).isTrue();
        talk.server().leavesNothingBehind();
    }

    private static DataRow row(String value) {
        return DataRow.ofTexts(List.of(value));
    }

    private static ErrorResponse error(String message) {
        return new ErrorResponse(ErrorFields.error(SqlState.QUERY_CANCELED, message));
    }
}
