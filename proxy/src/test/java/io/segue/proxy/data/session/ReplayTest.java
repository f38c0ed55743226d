package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.FrontendType;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Target;
import io.segue.proxy.data.session.SessionState.Assignment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a new link is told, message by message. */
class ReplayTest {

    private static final Assignment ENCODING = assignment("client_encoding", "LATIN1");
    private static final Assignment ROLE = assignment("role", "reader");
    private static final Parse NAMED = new Parse("s1", "SELECT $1", List.of(23));
    private static final Parse UNNAMED = new Parse("", "SELECT 2", List.of());

    @Test
    void setsAllSettingsInOnePartAndLeavesNoStatementOfItsOwnBehind() {
        Replay replay = Replay.all(List.of(ENCODING, ROLE), List.of(), List.of());

        List<FrontendMessage> messages = encoded(replay);

        assertThat(messages).extracting(Object::getClass).isEqualTo(
                List.of(Parse.class, Bind.class, Execute.class, Bind.class, Execute.class, Close.class, Sync.class));
        assertThat(values(messages.get(1))).containsExactly("client_encoding", "LATIN1");
        assertThat(values(messages.get(3))).containsExactly("role", "reader");
        assertThat(messages.get(5)).isEqualTo(new Close(Target.STATEMENT, ""));
    }

    @Test
    void changesSettingsByOneQueryBehindTheStatementsThatGo() {
        SettingsDifference settings = new SettingsDifference(List.of("lock_timeout", "role"), List.of(assignment("application_name", "Jo's"), assignment("statement_timeout", "1")));

        Replay both = new Replay(new Replay.Beginning.Changed(settings, List.of("s1", "s2")), List.of(), List.of(), List.of(parsed(NAMED)));
        Replay settingsOnly = new Replay(new Replay.Beginning.Changed(settings, List.of()), List.of(), List.of(), List.of(parsed(NAMED)));

        Query query = new Query("RESET lock_timeout; RESET role; SET application_name TO 'Jo''s'; SET statement_timeout TO '1'");
        assertThat(encoded(both)).containsExactly(
                new Close(Target.STATEMENT, "s1"), new Close(Target.STATEMENT, "s2"), new Sync(), query, NAMED, new Sync());
        assertThat(both.parts()).isEqualTo(3);
        assertThat(both.isVital(1)).isTrue();
        assertThat(both.isVital(2)).isFalse();
        assertThat(encoded(settingsOnly)).containsExactly(query, NAMED, new Sync());
        assertThat(settingsOnly.parts()).isEqualTo(2);
        assertThat(settingsOnly.isVital(0)).isTrue();
        assertThat(settingsOnly.isVital(1)).isFalse();
    }

    @Test
    void preparesEachStatementInAPartOfItsOwn() {
        Replay replay = Replay.all(List.of(), List.of(ascii("PREPARE p AS SELECT 1")), List.of(parsed(NAMED), parsed(UNNAMED)));

        assertThat(encoded(replay)).containsExactly(new Query("PREPARE p AS SELECT 1"), NAMED, new Sync(), UNNAMED, new Sync());
    }

    @Test
    void sendsAParseByteForByteAsTheClientDid() {
        byte[] latin = "s\0SELECT 'Zürich'\0\0\0".getBytes(ISO_8859_1);
        ByteBuf out = Unpooled.buffer();

        Replay.all(List.of(), List.of(), List.of(new ParsedStatement("s", latin))).encode(out);

        assertThat(out.readByte()).isEqualTo(FrontendType.PARSE);
        assertThat(out.readInt()).isEqualTo(latin.length + 4);
        byte[] body = new byte[latin.length];
        out.readBytes(body);
        assertThat(body).isEqualTo(latin);
    }

    @Test
    void hasOnePartForEachReadyForQueryAndOnlyTheSettingsAreVital() {
        Replay all = Replay.all(List.of(ENCODING, ROLE), List.of(ascii("PREPARE p AS SELECT 1")), List.of(parsed(NAMED), parsed(UNNAMED)));
        Replay statements = Replay.all(List.of(), List.of(), List.of(parsed(NAMED)));

        for (Replay replay : List.of(all, statements)) {
            assertThat(encoded(replay).stream().filter(each -> each instanceof Sync || each instanceof Query).count()).isEqualTo(replay.parts());
        }
        assertThat(all.isVital(0)).isTrue();
        assertThat(all.isVital(1)).isFalse();
        assertThat(statements.isVital(0)).isFalse();
    }

    @Test
    void hasNothingToSayForAPlainSession() {
        Replay nothing = Replay.all(List.of(), List.of(), List.of());

        assertThat(nothing.isEmpty()).isTrue();
        assertThat(nothing.parts()).isZero();
        assertThat(encoded(nothing)).isEmpty();
    }

    @Test
    void showsNoValues() {
        assertThat(Replay.all(List.of(assignment("app.token", "secret")), List.of(), List.of(parsed(NAMED))))
                .hasToString("[app.token] and 1 statements");
    }

    private static List<FrontendMessage> encoded(Replay replay) {
        ByteBuf out = Unpooled.buffer();
        replay.encode(out);
        List<FrontendMessage> messages = new ArrayList<>();
        while (out.isReadable()) {
            byte type = out.readByte();
            messages.add(FrontendMessage.decode(type, out.readSlice(out.readInt() - Integer.BYTES)));
        }
        return messages;
    }

    private static ParsedStatement parsed(Parse parse) {
        ByteBuf out = Unpooled.buffer();
        parse.encode(out);
        byte[] body = new byte[out.skipBytes(5).readableBytes()];
        out.readBytes(body);
        return new ParsedStatement(parse.statement(), body);
    }

    private static List<String> values(FrontendMessage bind) {
        return ((Bind) bind).values().stream().map(value -> new String(value, UTF_8)).toList();
    }

    private static Assignment assignment(String name, String value) {
        return new Assignment(name.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
