package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.FrontendType;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Target;
import io.segue.protocol.message.Terminate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken in from a client's bytes as they pass, however they are cut, and what is too long to be looked into. */
class ClientFramesTest {

    private static final int MAX_PARSE_BYTES = 100;

    private final Outstanding outstanding = new Outstanding();
    private final SessionMemory memory = new SessionMemory(1000, Map.of(), false);
    private final List<Character> asked = new ArrayList<>();
    private int admitted = Integer.MAX_VALUE;
    private final ClientFrames frames = new ClientFrames(outstanding, memory, MAX_PARSE_BYTES, type -> {
        asked.add((char) type);
        return asked.size() <= admitted;
    });

    @Test
    void readsTextsAndNamesWhereverTheyAreCut() {
        ByteBuf bytes = bytes(new Parse("s1", "SET app.a = 1", List.of()), new Close(Target.STATEMENT, "s1"), new Sync(), new Query("SET app.b = 2"));

        for (int cut = 0; cut <= bytes.readableBytes(); cut++) {
            Outstanding account = new Outstanding();
            SessionMemory fresh = new SessionMemory(1000, Map.of(), false);
            ClientFrames cutFrames = new ClientFrames(account, fresh, MAX_PARSE_BYTES, type -> true);
            cutFrames.scan(bytes.copy(0, cut));
            cutFrames.scan(bytes.copy(cut, bytes.readableBytes() - cut));

            assertThat(fresh.placeholderNames()).as("cut at %s", cut).containsExactly("app.a", "app.b");
            assertThat(account.parseCompletes().orElseThrow().name()).isEqualTo("s1");
            assertThat(account.closeCompletes()).contains("s1");
            assertThat(cutFrames.atBoundary()).isTrue();
        }
    }

    @Test
    void stopsWhereItIsToldToAndNotesNothingOfWhatStandsBehind() {
        ByteBuf first = bytes(new Query("SELECT 1"));
        admitted = 1;

        assertThat(frames.scan(bytes(new Query("SELECT 1"), new Query("SET app.a = 1")))).isEqualTo(first.readableBytes());

        assertThat(asked).containsExactly('Q', 'Q');
        assertThat(memory.placeholderNames()).isEmpty();
        outstanding.readyForQuery((byte) 'I');
        assertThat(outstanding.isNothing()).isTrue();
    }

    @Test
    void looksIntoAQueryOfSixteenKilobytesAndTakesALongerOneForAnything() {
        memory.learn(new SessionState(List.of(), List.of(), Set.of(), List.of(), Optional.empty()));
        frames.scan(bytes(new Query("x".repeat(16 * 1024 - 1))));
        assertThat(memory.isStale()).isFalse();

        frames.scan(bytes(new Query("x".repeat(16 * 1024))));
        assertThat(memory.isStale()).isTrue();
    }

    @Test
    void aParseTooLongToBeRememberedHasItsPlaceInTheAccountAllTheSame() {
        frames.scan(bytes(new Parse("long", "x".repeat(MAX_PARSE_BYTES), List.of()), new Parse("short", "SELECT 1", List.of())));

        assertThat(memory.unmovable()).isPresent();
        assertThat(outstanding.parseCompletes()).as("the long one").isEmpty();
        assertThat(outstanding.parseCompletes().orElseThrow().name()).isEqualTo("short");
    }

    /** The server answers it with an error, and skips what comes behind it up to a Sync. */
    @ParameterizedTest
    @ValueSource(chars = {'P', 'C'})
    void aMessageWithoutItsBodyHasItsPlaceInTheAccountAllTheSame(char type) {
        frames.scan(Unpooled.buffer().writeByte(type).writeInt(Integer.BYTES));
        assertThat(outstanding.isBatchOpen()).isTrue();

        outstanding.error();
        frames.scan(bytes(new Query("skipped"), new Sync()));
        outstanding.readyForQuery((byte) 'I');
        assertThat(outstanding.isNothing()).isTrue();
    }

    @Test
    void hearsTheClientSayGoodBye() {
        assertThat(frames.isTerminated()).isFalse();

        frames.scan(bytes(new Terminate()));

        assertThat(frames.isTerminated()).isTrue();
    }

    /** Which the server does as well, and so a session that moves at that moment must not go on elsewhere. */
    @ParameterizedTest
    @ValueSource(ints = {0, 'p', 'Z', 213})
    void aTypeThatNoMessageHasEndsTheSession(int type) {
        ByteBuf bytes = bytes(new Sync()).writeByte(type).writeInt(4);

        assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> frames.scan(bytes)).withMessage("invalid frontend message type " + type);
        assertThat(frames.brokenEnd()).as("behind the type").isEqualTo(bytes.writerIndex() - 4);
        assertThat(outstanding.isAnswerDue()).as("what came before counts").isTrue();
    }

    @Test
    void knowsWhatIsAnsweredByNothing() {
        List<Byte> nothing = new ArrayList<>();
        for (byte type = 'A'; type <= 'z'; type++) {
            if (ClientFrames.beginsNothing(type)) {
                nothing.add(type);
            }
        }

        assertThat(nothing).containsExactlyInAnyOrder(
                FrontendType.COPY_DATA, FrontendType.COPY_DONE, FrontendType.COPY_FAIL, FrontendType.FLUSH, FrontendType.TERMINATE);
    }

    @ParameterizedTest
    @ValueSource(chars = {'P', 'C'})
    void leavesItToTheServerToObjectToAMessageWithoutTheNameThatItMustHave(char type) {
        ByteBuf broken = Unpooled.buffer().writeByte(type).writeInt(6).writeByte('S').writeByte('x');

        assertThat(frames.scan(broken)).isEqualTo(broken.writerIndex());

        assertThat(outstanding.isBatchOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(chars = {'C', 'D', 'E', 'H', 'S', 'X', 'c', 'f'})
    void objectsToALengthThatTheServerHangsUpOn(char type) {
        ByteBuf longest = Unpooled.buffer().writeByte(type).writeInt(10_000).writeZero(9_996);
        ByteBuf tooLong = Unpooled.buffer().writeByte(type).writeInt(10_001);

        assertThat(frames.scan(longest)).isEqualTo(longest.writerIndex());

        assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> frames.scan(tooLong)).withMessage("invalid message length");
    }

    @Test
    void tellsNamesApartAsFarAsTheServerDoes() {
        String common = "n".repeat(63);
        frames.scan(bytes(new Parse(common + "a", "SELECT 1", List.of()), new Close(Target.STATEMENT, common + "b")));

        assertThat(outstanding.parseCompletes()).map(ParsedStatement::name).hasValue(common);
        assertThat(outstanding.closeCompletes()).hasValue(common);
    }

    private static ByteBuf bytes(FrontendMessage... messages) {
        ByteBuf out = Unpooled.buffer();
        for (FrontendMessage message : messages) {
            message.encode(out);
        }
        return out;
    }
}
