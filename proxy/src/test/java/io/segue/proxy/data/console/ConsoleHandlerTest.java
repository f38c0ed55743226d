package io.segue.proxy.data.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.Describe;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.Flush;
import io.segue.protocol.message.Format;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Target;
import io.segue.protocol.message.Terminate;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Conversations with the console's wire, message by message. */
class ConsoleHandlerTest {

    private static final String SYNTAX_ERROR = "Error ERROR | 42601 | unknown command nonsense |  | Try another.";
    private static final String FAILURE = "Error ERROR | SG018 | it failed | a detail | a hint";

    @Test
    void greetsLikeAServer() {
        try (Conversation client = Conversation.start()) {
            assertThat(client.received()).containsExactly(
                    "ParameterStatus server_version=15.0 (test)", "ParameterStatus application_name=test",
                    "ParameterStatus session_authorization=admin", "BackendKeyData", "ReadyForQuery I");
        }
    }

    @Nested
    class SimpleQuery {

        @Test
        void answersRowsAndCommandsInOrder() {
            try (Conversation client = Conversation.begun()) {
                assertThat(client.send(new Query("rows 2; command")).received())
                        .containsExactly(
                                "RowDescription n:TEXT", "DataRow 1", "DataRow 2", "CommandComplete ROWS",
                                "CommandComplete COMMAND", "ReadyForQuery I");
            }
        }

        @Test
        void answersNothingToNothing() {
            try (Conversation client = Conversation.begun()) {
                assertThat(client.send(new Query(" ; ")).received()).containsExactly("EmptyQueryResponse", "ReadyForQuery I");
            }
        }

        @Test
        void carriesOutNothingWhenAnyOfItIsWrong() {
            try (Conversation client = Conversation.begun()) {
                assertThat(client.send(new Query("command; nonsense")).received()).containsExactly(SYNTAX_ERROR, "ReadyForQuery I");
                assertThat(client.console().executed()).isEmpty();
            }
        }

        @Test
        void stopsAtTheFirstFailure() {
            try (Conversation client = Conversation.begun()) {
                assertThat(client.send(new Query("command; fail; rows 1")).received())
                        .containsExactly("CommandComplete COMMAND", FAILURE, "ReadyForQuery I");
            }
        }

        @Test
        void survivesAFaultOfTheConsole() {
            try (Conversation client = Conversation.begun()) {
                List<String> answer = client.send(new Query("break"), new Query("command")).received();
                assertThat(answer.getFirst()).startsWith("Error ERROR | XX000 | the command failed unexpectedly");
                assertThat(answer).endsWith("ReadyForQuery I", "CommandComplete COMMAND", "ReadyForQuery I");
            }
        }

        @Test
        void tellsNoticesBeforeTheAnswer() {
            try (Conversation client = Conversation.begun()) {
                assertThat(client.send(new Query("notices")).received())
                        .containsExactly("Notice NOTICE one", "Notice WARNING two", "CommandComplete NOTICES", "ReadyForQuery I");
            }
        }

        @Test
        void keepsTheStatusOfATransactionBlock() {
            try (Conversation client = Conversation.begun()) {
                assertThat(client.send(new Query("begin")).received()).endsWith("ReadyForQuery T");
                assertThat(client.send(new Query("fail")).received()).endsWith("ReadyForQuery E");
                assertThat(client.send(new Query("command")).received()).satisfiesExactly(
                        error -> assertThat(error).startsWith("Error ERROR | 25P02 | current transaction is aborted"),
                        ready -> assertThat(ready).isEqualTo("ReadyForQuery E"));
                assertThat(client.send(new Query("savepoint")).received()).endsWith("ReadyForQuery T");
                assertThat(client.send(new Query("fail")).received()).endsWith("ReadyForQuery E");
                assertThat(client.send(new Query("end")).received()).containsExactly("CommandComplete ROLLBACK", "ReadyForQuery I");
                assertThat(client.console().executed()).containsExactly("begin", "fail", "savepoint", "fail", "end");
            }
        }
    }

    @Nested
    class ExtendedQuery {

        @Test
        void answersAPipelineWithTwoSyncs() {
            try (Conversation client = Conversation.begun()) {
                assertThat(client.send(
                                        new Parse("", "rows 1", List.of()), bind("", ""), new Describe(Target.PORTAL, ""),
                                        new Execute("", 0), new Sync(),
                                        new Parse("", "command", List.of()), bind("", ""), new Describe(Target.PORTAL, ""),
                                        new Execute("", 0), new Sync())
                                .received())
                        .containsExactly(
                                "ParseComplete", "BindComplete", "RowDescription n:TEXT", "DataRow 1", "CommandComplete ROWS",
                                "ReadyForQuery I",
                                "ParseComplete", "BindComplete", "NoData", "CommandComplete COMMAND", "ReadyForQuery I");
            }
        }

        @Test
        void givesEveryTypeInBinaryForm() {
            try (Conversation client = Conversation.begun()) {
                assertThat(client.send(
                                        new Parse("", "types", List.of()),
                                        new Bind("", "", List.of(), List.of(), List.of(Format.BINARY)),
                                        new Execute("", 0), new Sync())
                                .received())
                        .containsExactly(
                                "ParseComplete", "BindComplete",
                                "DataRow text fffffffffffffffb 4004000000000000 01 0002ecab353c39c0",
                                "DataRow NULL NULL NULL NULL NULL",
                                "CommandComplete TYPES", "ReadyForQuery I");
            }
        }

        @Test
        void mixesFormatsColumnByColumn() {
            try (Conversation client = Conversation.begun()) {
                List<Format> formats = List.of(Format.TEXT, Format.BINARY, Format.TEXT, Format.TEXT, Format.TEXT);
                List<String> answer = client.send(
                                new Parse("", "types", List.of()), new Bind("", "", List.of(), List.of(), formats),
                                new Describe(Target.PORTAL, ""), new Execute("", 0), new Sync())
                        .received();
                assertThat(answer).contains(
                        "RowDescription text:TEXT bigint:BINARY double:TEXT boolean:TEXT timestamptz:TEXT",
                        "DataRow text fffffffffffffffb 2.5 t 2026-01-31 10:20:30.123456+00");
            }
        }

        @Test
        void describesAStatementWithoutCarryingItOut() {
            try (Conversation client = Conversation.begun()) {
                assertThat(client.send(new Parse("s", "rows 3", List.of()), new Describe(Target.STATEMENT, "s"), new Sync()).received())
                        .containsExactly("ParseComplete", "ParameterDescription", "RowDescription n:TEXT", "ReadyForQuery I");
                assertThat(client.console().executed()).isEmpty();
            }
        }

        @Test
        void handsOutRowsInPortionsAndCarriesOutOnce() {
            try (Conversation client = Conversation.begun()) {
                assertThat(client.send(
                                        new Parse("s", "rows 3", List.of()), bind("p", "s"), new Execute("p", 2), new Flush(),
                                        new Execute("p", 2), new Sync())
                                .received())
                        .containsExactly(
                                "ParseComplete", "BindComplete", "DataRow 1", "DataRow 2", "PortalSuspended",
                                "DataRow 3", "CommandComplete ROWS", "ReadyForQuery I");
                assertThat(client.console().executed()).containsExactly("rows 3");
            }
        }

        @Test
        void keepsPortalsForTheirTransactionOnly() {
            try (Conversation client = Conversation.begun()) {
                client.send(new Query("begin"), new Parse("s", "rows 3", List.of()), bind("p", "s"), new Execute("p", 1), new Sync());
                client.received();
                assertThat(client.send(new Execute("p", 1), new Sync()).received())
                        .containsExactly("DataRow 2", "PortalSuspended", "ReadyForQuery T");
                client.send(new Query("end"));
                client.received();
                assertThat(client.send(new Execute("p", 1), new Sync()).received())
                        .containsExactly("Error ERROR | 34000 | portal \"p\" does not exist |  | Bind it first; a portal ends with its transaction.", "ReadyForQuery I");
            }
        }

        @Test
        void skipsEverythingFromAnErrorToSync() {
            try (Conversation client = Conversation.begun()) {
                assertThat(client.send(
                                        new Parse("", "nonsense", List.of()), bind("", ""), new Execute("", 0), new Query("command"),
                                        new Sync(), new Query("command"))
                                .received())
                        .containsExactly(SYNTAX_ERROR, "ReadyForQuery I", "CommandComplete COMMAND", "ReadyForQuery I");
                assertThat(client.console().executed()).containsExactly("command");
            }
        }

        @Test
        void skipsFromAStatementThatFails() {
            try (Conversation client = Conversation.begun()) {
                assertThat(client.send(
                                        new Parse("s", "fail", List.of()), bind("", "s"), new Execute("", 0), new Execute("", 0),
                                        new Sync(), bind("", "s"), new Sync())
                                .received())
                        .containsExactly("ParseComplete", "BindComplete", FAILURE, "ReadyForQuery I", "BindComplete", "ReadyForQuery I");
            }
        }

        @Test
        void complainsAboutNamesAsAServerDoes() {
            try (Conversation client = Conversation.begun()) {
                assertThat(firstError(client, bind("", "none"))).contains("26000 | prepared statement \"none\" does not exist");
                assertThat(firstError(client, new Parse("a", "command", List.of()), new Parse("a", "command", List.of())))
                        .contains("42P05 | prepared statement \"a\" already exists");
                assertThat(firstError(client, bind("p", "a"), bind("p", "a"))).contains("42P03 | portal \"p\" already exists");
                assertThat(firstError(client, new Close(Target.STATEMENT, "a"), bind("", "a"))).contains("26000");
                assertThat(firstError(client, new Parse("", "command; command", List.of()))).contains("42601 | cannot insert multiple");
                assertThat(firstError(
                                client, new Parse("", "command", List.of()),
                                new Bind("", "", List.of(), List.of(new byte[1]), List.of())))
                        .contains("08P01 | bind message supplies 1 parameters");
                assertThat(firstError(
                                client, new Parse("", "rows 1", List.of()),
                                new Bind("", "", List.of(), List.of(), List.of(Format.TEXT, Format.TEXT))))
                        .contains("08P01 | bind message has 2 result formats but query has 1 columns");
            }
        }

        private static String firstError(Conversation client, FrontendMessage... messages) {
            client.send(messages).send(new Sync());
            return client.received().stream().filter(line -> line.startsWith("Error")).findFirst().orElse("no error");
        }

        @Test
        void answersTheEmptyStatement() {
            try (Conversation client = Conversation.begun()) {
                assertThat(client.send(
                                        new Parse("", "", List.of()), bind("", ""), new Describe(Target.PORTAL, ""), new Execute("", 0),
                                        new Sync())
                                .received())
                        .containsExactly("ParseComplete", "BindComplete", "NoData", "EmptyQueryResponse", "ReadyForQuery I");
            }
        }

        @Test
        void remembersALimitedNumberOfStatements() {
            try (Conversation client = Conversation.begun()) {
                for (int number = 0; number < 1_000; number++) {
                    client.send(new Parse("s" + number, "command", List.of()));
                }
                assertThat(client.received()).hasSize(1_000).containsOnly("ParseComplete");
                assertThat(firstError(client, new Parse("one more", "command", List.of()))).contains("54000");
            }
        }
    }

    @Nested
    class WhileAStatementRuns {

        @Test
        void laterMessagesWaitForIt() {
            try (Conversation client = Conversation.stepwise()) {
                assertThat(client.send(new Query("rows 1"), new Query("nonsense")).received()).isEmpty();
                assertThat(client.carryOut().received())
                        .containsExactly(
                                "RowDescription n:TEXT", "DataRow 1", "CommandComplete ROWS", "ReadyForQuery I",
                                SYNTAX_ERROR, "ReadyForQuery I");
            }
        }

        @Test
        void aCancelInterruptsIt() {
            try (Conversation client = Conversation.stepwise()) {
                client.send(new Query("command"));
                client.handler().cancel();
                client.settle();
                assertThat(client.statementInterrupted()).isTrue();
            }
        }

        @Test
        void aCancelAfterItsEndMeansNothing() {
            try (Conversation client = Conversation.stepwise()) {
                client.send(new Query("command")).carryOut();
                client.handler().cancel();
                client.settle();
                assertThat(client.statementInterrupted()).isFalse();
            }
        }

        @Test
        void aHangUpInterruptsIt() {
            try (Conversation client = Conversation.stepwise()) {
                client.send(new Query("command"));
                client.channel().close();
                client.settle();
                assertThat(client.statementInterrupted()).isTrue();
                assertThat(client.carryOut().received()).isEmpty();
            }
        }

        @Test
        void terminateWaitsForItAndCloses() {
            try (Conversation client = Conversation.stepwise()) {
                client.send(new Query("command"), new Terminate());
                assertThat(client.channel().isOpen()).isTrue();
                assertThat(client.carryOut().received()).containsExactly("CommandComplete COMMAND", "ReadyForQuery I");
                assertThat(client.channel().isOpen()).isFalse();
            }
        }

        @Test
        void whatWaitsIsBounded() {
            try (Conversation client = Conversation.stepwise()) {
                client.send(new Query("command"));
                int sent = 0;
                while (client.channel().isOpen() && sent < 10 * Inbox.MAX_BYTES) {
                    client.send(new Query("x".repeat(60_000)));
                    sent += 60_000;
                }
                assertThat(sent).isLessThanOrEqualTo(Inbox.MAX_BYTES + 60_000);
                assertThat(client.received()).singleElement().asString().startsWith("Error FATAL | 08P01 | more than");
                assertThat(client.statementInterrupted()).isTrue();
            }
        }
    }

    @Nested
    class Bytes {

        /** Every kind of message, so that the cuts below meet each field of each. */
        private static final FrontendMessage[] EVERYTHING = {
            new Query("rows 1"), new Parse("s", "types", List.of(25)), new Describe(Target.STATEMENT, "s"),
            new Bind("p", "s", List.of(Format.TEXT), List.of(), List.of(Format.BINARY)), new Describe(Target.PORTAL, "p"),
            new Execute("p", 1), new Flush(), new Close(Target.PORTAL, "p"), new Sync(), new Query("nonsense"), new Terminate()
        };

        @Test
        void meanTheSameHoweverTheyAreCut() {
            List<String> whole = inPieces(Integer.MAX_VALUE, 0);
            assertThat(whole).hasSize(15).contains(SYNTAX_ERROR);
            int length = Conversation.bytes(EVERYTHING).readableBytes();
            for (int cut = 1; cut < length; cut++) {
                assertThat(inPieces(length, cut)).as("cut at byte %d", cut).isEqualTo(whole);
            }
            assertThat(inPieces(1, 0)).as("byte by byte").isEqualTo(whole);
        }

        /** @param first length of the first piece, before those of {@code size} */
        private static List<String> inPieces(int size, int first) {
            try (Conversation client = Conversation.begun()) {
                ByteBuf bytes = Conversation.bytes(EVERYTHING);
                client.sendBytes(bytes.readBytes(first));
                while (bytes.isReadable()) {
                    client.sendBytes(bytes.readBytes(Math.min(size, bytes.readableBytes())));
                }
                assertThat(client.channel().isOpen()).isFalse();
                return client.received();
            }
        }

        @Test
        void ofAMessageTooLongAreRefusedAtItsHead() {
            try (Conversation client = Conversation.begun()) {
                client.sendBytes(Unpooled.buffer().writeByte('Q').writeInt(ConsoleHandler.MAX_FRAME_BYTES + 1));
                assertThat(client.received()).containsExactly(
                        "Error FATAL | 08P01 | invalid message length 65537 | The console takes messages of at most 65536 bytes. | ");
                assertThat(client.channel().isOpen()).isFalse();
            }
        }

        @Test
        void ofALengthThatCannotBeAreRefused() {
            try (Conversation client = Conversation.begun()) {
                client.sendBytes(Unpooled.buffer().writeByte('Q').writeInt(3));
                assertThat(client.received()).singleElement().asString().startsWith("Error FATAL | 08P01 | invalid message length 3");
            }
        }

        @Test
        void ofNoKnownMessageAreRefusedAndTheRestIsNotRead() {
            try (Conversation client = Conversation.begun()) {
                client.sendBytes(Unpooled.buffer().writeByte('!').writeInt(4).writeBytes(Conversation.bytes(new Query("command"))));
                assertThat(client.received()).singleElement().asString().startsWith("Error FATAL | 08P01");
                assertThat(client.console().executed()).isEmpty();
                assertThat(client.channel().isOpen()).isFalse();
            }
        }

        @Test
        void areNotAnsweredWhileTheClientDoesNotReadItsAnswers() {
            try (Conversation client = Conversation.begun()) {
                client.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
                assertThat(client.send(new Query("command")).received()).isEmpty();
                client.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, true);
                client.settle();
                assertThat(client.received()).containsExactly("CommandComplete COMMAND", "ReadyForQuery I");
            }
        }
    }

    private static Bind bind(String portal, String statement) {
        return new Bind(portal, statement, List.of(), List.of(), List.of());
    }
}
