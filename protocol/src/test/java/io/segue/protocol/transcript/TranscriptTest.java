package io.segue.protocol.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.transcript.Line.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a conversation looks like, and that nothing of it is lost but what may not be shown. */
class TranscriptTest {

    /** Of these the secret itself is all there is, or the way to them leads through a login. */
    private static final Set<String> SHOWN_ELSEWHERE = Set.of("BackendKeyData", "CancelRequest", "PasswordMessage", "SASLInitialResponse",
            "SASLResponse", "GSSResponse", "AuthenticationGSSContinue", "AuthenticationSASLContinue", "AuthenticationSASLFinal");

    static List<String> everyMessage() throws IOException {
        try (InputStream file = TranscriptTest.class.getResourceAsStream("every-message.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void everyMessageIsOneLineAndComesBackFromIt(String line) {
        boolean fromStart = line.matches("C: (Startup|SSL|GSSENC).*");
        Listener listener = fromStart ? Listener.fromStart() : Listener.joining();
        if (line.matches(". *: (XLog|Primary|Standby|Hot).*") || line.matches("(C: (Standby|HotStandby)|S: (XLog|Primary)).*")) {
            listener.hears("S: CopyBothResponse text []");
        }

        assertThat(listener.hears(line).lines().getLast()).isEqualTo(line);
    }

    @Test
    void noMessageIsMissing() throws IOException {
        Set<String> shown = new TreeSet<>(SHOWN_ELSEWHERE);
        everyMessage().forEach(line -> shown.add(Line.parse(line).name()));

        assertThat(shown).containsAll(Messages.names(Origin.CLIENT)).containsAll(Messages.names(Origin.SERVER));
    }

    @Test
    void aLoginShowsNoSecret() {
        Listener listener = Listener.fromStart().hears(
                "C: SSLRequest",
                "S: EncryptionResponse \"N\"",
                "C: StartupMessage 3.0 user=\"app\"",
                "S: AuthenticationSASL \"SCRAM-SHA-256\"",
                "C: SASLInitialResponse \"SCRAM-SHA-256\" \"n,,n=,r=nonce\"",
                "S: AuthenticationSASLContinue \"r=nonce,s=salt,i=4096\"",
                "C: SASLResponse \"c=biws,r=nonce,p=proof\"",
                "S: AuthenticationSASLFinal \"v=signature\"",
                "S: AuthenticationOk",
                "S: BackendKeyData 4711 0x01020304",
                "S: ReadyForQuery idle");

        assertThat(listener.lines()).containsExactly(
                "C: SSLRequest",
                "S: EncryptionResponse \"N\"",
                "C: StartupMessage 3.0 user=\"app\"",
                "S: AuthenticationSASL \"SCRAM-SHA-256\"",
                "C: SASLInitialResponse \"SCRAM-SHA-256\" ********",
                "S: AuthenticationSASLContinue ********",
                "C: SASLResponse ********",
                "S: AuthenticationSASLFinal ********",
                "S: AuthenticationOk",
                "S: BackendKeyData 4711 ********",
                "S: ReadyForQuery idle");
    }

    @Test
    void passwordsAndTokensAreStruckOut() {
        assertThat(Listener.joining().hears("S: AuthenticationCleartextPassword", "C: PasswordMessage \"open sesame\\x00\"").lines().getLast())
                .isEqualTo("C: PasswordMessage ********");
        assertThat(Listener.joining().hears("S: AuthenticationGSS", "C: GSSResponse 0x0102").lines().getLast())
                .isEqualTo("C: GSSResponse ********");
        assertThat(Listener.joining().hears("S: AuthenticationGSSContinue 0x0102").lines().getLast())
                .isEqualTo("S: AuthenticationGSSContinue ********");
        assertThat(Listener.fromStart().hears("C: CancelRequest 4711 0x01020304").lines().getLast())
                .isEqualTo("C: CancelRequest 4711 ********");
        assertThat(Listener.joining().hears("S: AuthenticationSASL \"SCRAM-SHA-256\"", "C: SASLResponse \"no initial response\"").lines().getLast())
                .isEqualTo("C: Broken SASLInitialResponse ******** \"invalid string in message\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "ALTER ROLE app PASSWORD 'sesame'",
        "create user app with encrypted password E'sesame\\\\x'",
        "CREATE ROLE app PASSWORD $$sesame$$; SELECT 1",
        "ALTER ROLE app PASSWORD 'sesa' \\n 'me sesame'",
        "ALTER ROLE app PASSWORD 'it\\\\'s sesame'",
        "DO $$ BEGIN EXECUTE 'ALTER ROLE app PASSWORD ''sesame'''; END $$",
        "CREATE USER MAPPING FOR app SERVER other OPTIONS (user 'app', password 'sesame')",
        "SELECT dblink_connect('host=b password=sesame')",
        "INSERT INTO account (name, password_hash) VALUES ('app', 'sesame')",
        "ALTER ROLE app PASSWORD 'sesame without an end",
        "/* was: password 'sesame' */ SELECT 1"})
    void statementsThatSpeakOfAPasswordShowNoLiteral(String query) {
        String line = Listener.joining().hears("C: Query \"" + query + "\"").lines().getLast();

        assertThat(line).doesNotContain("sesame").contains("********");
        assertThat(Listener.joining().hears("C: Parse \"\" \"" + query + "\" []").lines().getLast()).doesNotContain("sesame");
        assertThat(Listener.joining().hears("S: ErrorResponse W=\"SQL statement \\\"ALTER ROLE app PASSWORD 'sesame'\\\"\"").lines().getLast())
                .doesNotContain("sesame");
        assertThat(Listener.joining().hears(line).lines()).containsExactly(line);
    }

    @Test
    void allOtherStatementsShowTheirLiterals() {
        assertThat(Listener.joining().hears("C: Query \"SELECT 'sesame'\"").lines()).containsExactly("C: Query \"SELECT 'sesame'\"");
    }

    @Test
    void storedVerifiersAreNotShown() {
        assertThat(Listener.joining().hears(
                "S: DataRow [\"app\" \"SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy\" \"md50123456789abcdef0123456789abcdef\" \"md5sum\"]",
                "S: CopyData \"app\\tSCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy\\n\"").lines())
                .containsExactly("S: DataRow [\"app\" \"SCRAM-SHA-256$\"+31 \"md5\"+32 \"md5sum\"]", "S: CopyData \"app\\tSCRAM-SHA-256$\"+32");
    }

    @Test
    void valuesAreCutToALengthOrToNothing() {
        String row = "S: DataRow [\"0123456789\" NULL \"abc\"]";

        assertThat(Listener.joining(4).hears(row).lines()).containsExactly("S: DataRow [\"0123\"+6 NULL \"abc\"]");
        assertThat(Listener.joining(0).hears(row).lines()).containsExactly("S: DataRow [\"\"+10 NULL \"\"+3]");
        assertThat(Listener.joining(0).hears("S: Broken DataRow \"abc\" \"\"", "C: Unknown \"y\" \"abc\"").lines()).containsExactly(
                "S: Broken DataRow \"\"+3 \"insufficient data left in message\"", "C: Unknown \"y\" \"\"+3");
    }

    @Test
    void whatIsCutIsFilledUpToItsLength() {
        assertThat(Listener.joining().hears("C: Bind \"\" \"\" [] [\"abc\"+4] []", "S: CopyData \"\"+5").lines())
                .containsExactly("C: Bind \"\" \"\" [] [\"abc....\"] []", "S: CopyData \".....\"");
    }

    @Test
    void bigBodiesAreNotGathered() {
        Listener listener = Listener.joining(5);
        ByteBuf header = Unpooled.buffer().writeByte('D').writeInt(4 + 2 + 4 + 1_000_000_000).writeShort(2).writeInt(900_000_000);
        listener.hears(Origin.SERVER, header);
        ByteBuf piece = Unpooled.wrappedBuffer("x".repeat(Transcript.HEAD_BYTES).getBytes(StandardCharsets.US_ASCII));

        listener.hears(Origin.SERVER, piece);

        assertThat(listener.lines()).containsExactly("S: DataRow [\"xxxxx\"+899999995] ...100000000");
        assertThat(piece.readableBytes()).isEqualTo(Transcript.HEAD_BYTES);
    }

    @Test
    void aLongTextIsCutToo() {
        String text = "x".repeat(Transcript.HEAD_BYTES);

        assertThat(Listener.joining().hears("C: Query \"" + text + "yz\"").lines()).containsExactly("C: Query \"" + text + "\" ...3");
        assertThatExceptionOfType(TranscriptException.class).isThrownBy(() -> Listener.joining().hears("C: Query \"x\" ...3"))
                .withMessageContaining("cannot be sent");
    }

    @Test
    void whatComesBehindALengthThatIsNoneIsNotGuessedAt() {
        Listener listener = Listener.joining().hears(Origin.CLIENT, Unpooled.wrappedBuffer(new byte[] {'S', 0, 0, 0, 4, 'Q', -1, -1, -1, -1, 'S', 0, 0, 0, 4}));
        listener.hears("C: Sync", "S: NoData");

        assertThat(listener.lines()).containsExactly("C: Sync", "C: Garbage \"Q\" \"invalid message length\"", "S: NoData");
        assertThat(Listener.joining().hears("C: Garbage \"Q\" \"invalid message length\"").lines())
                .containsExactly("C: Garbage \"Q\" \"invalid message length\"");
    }

    @Test
    void aStartUpThatIsNoneIsShownByItsBeginning() {
        Listener listener = Listener.fromStart()
                .hears(Origin.CLIENT, Unpooled.wrappedBuffer("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII)));

        assertThat(listener.lines()).containsExactly("C: Bytes \"GET \" \"invalid length of startup packet\"");
    }

    @Test
    void nobodyElsesLineCanBeMade() {
        String line = Listener.joining().hears("C: Query \"a\\nS: ReadyForQuery idle\\x0D\\xE2\\x80\\xA8\\xC2\\x85\\x1B[2K\\xFF\"").lines().getLast();

        assertThat(line).isEqualTo("C: Query \"a\\nS: ReadyForQuery idle\\r\\xE2\\x80\\xA8\\xC2\\x85\\x1B[2K\\xFF\"");
    }

    @Test
    void theLinesDoNotDependOnHowTheBytesAreCut() throws IOException {
        List<String> script = everyMessage().stream().filter(line -> !line.matches("C: (Startup|SSL|GSSENC).*")).toList();
        List<String> whole = Listener.joining().hears(script.toArray(String[]::new)).lines();
        Listener cut = Listener.joining();
        for (String text : script) {
            ByteBuf bytes = Unpooled.buffer();
            Line.parse(text).encode(bytes);
            while (bytes.isReadable()) {
                cut.hears(Line.parse(text).origin(), bytes.readSlice(1));
            }
        }

        assertThat(cut.lines()).isEqualTo(whole);
    }

    @Test
    void expectationsHavePlaceHolders() {
        Line actual = Line.parse("S: ErrorResponse S=\"ERROR\" C=\"22012\" M=\"division by zero\"");

        assertThat(Line.parse("S: ErrorResponse S=\"ERROR\" C=\"22012\" ...").covers(actual)).isTrue();
        assertThat(Line.parse("S: ErrorResponse S=* C=\"22012\" M=*").covers(actual)).isTrue();
        assertThat(Line.parse("S: ErrorResponse ...").covers(actual)).isTrue();
        assertThat(Line.parse("S: ErrorResponse S=\"ERROR\" C=\"22012\"").covers(actual)).isFalse();
        assertThat(Line.parse("S: ErrorResponse S=\"ERROR\" C=\"23505\" ...").covers(actual)).isFalse();
        assertThat(Line.parse("S: NoticeResponse ...").covers(actual)).isFalse();
        assertThat(Line.parse("S: DataRow [* \"2\"]").covers(Line.parse("S: DataRow [\"1\" \"2\"]"))).isTrue();
        assertThat(Line.parse("S: DataRow [* \"2\"]").covers(Line.parse("S: DataRow [\"1\"]"))).isFalse();
    }

    @Test
    void whatStandsInFrontInALogDoesNotMatter() {
        assertThat(Line.parse("2026-11-27T07:49:17.123Z 12 C: Sync")).isEqualTo(Line.parse("C: Sync"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "X: Sync", "C: Synk", "C: DataRow []", "C: Query \"x", "C: Query \"\\q\"", "C: Query \"x\"y", "C: Bind [", "C: Bind ]", "C: Query 0x1",
        "C: Query \"a\"+", "C: Query \"\\x1\""})
    void whatIsNoLineIsRefused(String text) {
        assertThatExceptionOfType(TranscriptException.class).isThrownBy(() -> Line.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "C: Query", "C: Query \"a\" \"b\"", "C: Query 1", "C: Execute \"\" x", "C: Execute \"\" 99999999999", "C: Describe thing \"\"", "S: DataRow \"1\"",
        "C: PasswordMessage ********", "S: BackendKeyData 1 ********", "S: XLogData 0 0 0 \"\"", "C: StartupMessage 3 user=\"a\"",
        "C: StartupMessage 3.0 \"a\"", "C: StartupMessage 3.0 user=1", "C: Query \"a\"+1", "C: Broken Synk \"\" \"\"", "C: Unknown \"\" \"\""})
    void whatCannotBeSentIsRefused(String text) {
        List<ByteBuf> out = new ArrayList<>(List.of(Unpooled.buffer()));

        assertThatExceptionOfType(TranscriptException.class).isThrownBy(() -> Line.parse(text).encode(out.getFirst()))
                .withMessageContaining("cannot be sent");
    }
}
