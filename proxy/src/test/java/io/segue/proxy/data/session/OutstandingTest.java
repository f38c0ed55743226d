package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversations of the manual's chapter "Message Flow", and some that servers are known to answer all the same; {@link Dialogue} says how to read them. */
class OutstandingTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a query                                      | >Q <T <D <D <C <Z:I .
            an empty query                               | >Q <I <Z:I .
            several statements in one query              | >Q <C <T <D <C <Z:I .
            an error                                     | >Q <E <Z:I .
            an error behind the first rows               | >Q <T <D <E <Z:I .
            what a server says unasked                   | <A . <N . <S . >Q <N <S <C <A <Z:I . <S .
            a function call                              | >F <V <Z:I .
            a transaction                                | >Q <C <Z:T >Q <C <Z:T >Q <C <Z:I .
            a transaction that fails                     | >Q <C <Z:T >Q <E <Z:E >Q <E <Z:E >Q <C <Z:I .
            queries one behind the other                 | >Q >Q >F <C <Z:I <E <Z:I <V <Z:I .
            COPY out                                     | >Q <H <d <d <c <C <Z:I .
            the server's farewell                        | >Q <C <Z:I . <E .
            its farewell in a transaction                | >Q <C <Z:T <E
            """)
    void simpleQueries(String what, String conversation) {
        Dialogue.of(conversation);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a batch                                      | >P:s >B >D >E >S <1 <2 <T <D <C <Z:I .
            a statement described                        | >P:s >D >S <1 <t <T <Z:I .
            one that returns nothing                     | >P:s >D >S <1 <t <n <Z:I .
            nothing but a Sync                           | >S <Z:I .
            answers asked for before the Sync            | >P:s >H <1 >B >E >H <2 <C >S <Z:I .
            no Sync at all                               | >P:s >H <1
            a portal read in two parts                   | >B >E >H <2 <D <s >E >S <D <C <Z:I .
            an empty statement                           | >P >B >E >S <1 <2 <I <Z:I .
            a statement and a portal closed              | >C:s >C >S <3 <3 <Z:I .
            a transaction in batches                     | >P >B >E >S <1 <2 <C <Z:T >P >B >E >S <1 <2 <C <Z:I .
            two batches one behind the other             | >P >B >E >S >P >B >E >S <1 <2 <C <Z:I <1 <2 <C <Z:I .
            an error in the middle                       | >P:s >B >E >P:t >B >E >S <1 <2 <E <Z:I .
            an error in the first of two batches         | >P:a >B >E >S >P:b >B >E >S <E <Z:I <1 <2 <C <Z:I .
            an error that is known before the Sync       | >P:s >H <E >P:t >B >E >H >S <Z:I .
            an error at the Sync, a deferred constraint  | >B >E >S <2 <C <E <Z:I .
            an error behind a batch that is answered     | >P:s >H <1 >B >S <E <Z:I .
            a query that ends a batch without Sync       | >P >B >E >Q <1 <2 <C <C <Z:T >Q <C <Z:I .
            a Flush that is too long fails, all by itself | >H:x <E >Q >P >S <Z:I .
            and so it does in a batch                    | >P:s >H:x >B >S <1 <E <Z:I .
            or behind a failure, where it is skipped     | >P:s >H <E >H:x >S <Z:I .
            a query in a batch that fails before it      | >P >Q >S <E <Z:I .
            a query in a batch that has failed           | >P >H <E >Q >F >S <Z:I .
            a query that fails itself in a batch         | >P >B >E >Q >S <1 <2 <C <E <Z:I <Z:I .
            """)
    void batches(String what, String conversation) {
        Dialogue.of(conversation);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            COPY in                                      | >Q <G >d >d >c <C <Z:I .
            the client gives up                          | >Q <G >d >f <E <Z:I .
            two in one query                             | >Q <G >d >c <C <G >c <C <Z:I .
            a Flush in between is, however long          | >Q >H:x <G >d >H:x >c <C <Z:I .
            a Sync in between is ignored                 | >Q <G >d >S >c <C <Z:I .
            the server gives up, data and end come late  | >Q <G >d <E >d <Z:I . >d . >c . >Q <C <Z:I .
            a late end is not that of the next COPY      | >Q <G >d <E >c <Z:I . >Q <G >S >c <C <Z:I .
            data that nobody has asked for yet           | >Q >d >c <G <C <Z:I .
            data that nobody will ask for                | >Q >d >c <E <Z:I . >Q <C <Z:I .
            """)
    void copyInAQuery(String what, String conversation) {
        Dialogue.of(conversation);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the Sync that came along is ignored          | >P >B >E >S <1 <2 <G >d >c >S <C <Z:I .
            however many came along                      | >P >B >E >S >S <1 <2 <G >d >c >S <C <Z:I .
            none came along                              | >P >B >E >H <1 <2 <G >d >c >S <C <Z:I .
            the client gives up                          | >B >E >S <2 <G >f >S <E <Z:I .
            the server gives up, data and end come late  | >B >E >S <2 <G >d <E >d >c >S <Z:I .
            and so late that the end is on its way       | >B >E >S <2 <G >d >c <E >S <Z:I .
            refused                                      | >B >E >S <2 <E <Z:I .
            data that nobody has asked for yet           | >B >E >d >c >S <2 <G <C <Z:I .
            with a Sync that came along                  | >B >E >S >d >c >S <2 <G <C <Z:I .
            and with a batch behind it                   | >B >E >S >d >c >S >P >S <2 <G <C <Z:I <1 <Z:I .
            half of the data unasked                     | >B >E >S >d <2 <G >d >c >S <C <Z:I .
            data that nobody will ask for                | >B >E >S >d >c >S <2 <E <Z:I <Z:I .
            a Sync amid data that turn out to be bad     | >B >E <2 <G >d >S <E <Z:I .
            one that was ignored before they were bad    | >B >E <2 <G >d >S >d <E >S <Z:I >Q <C <Z:I .
            one that was not, and one behind             | >B >E <2 <G >d >S >d <E >S <Z:I <Z:I .
            a Sync amid data that are good               | >B >E <2 <G >d >S >d >c >S <C <Z:I .
            a Sync behind data that nobody has asked for | >B >E >d >S >P <2 <G <E <Z:I >S <1 <Z:I .
            """)
    void copyInABatch(String what, String conversation) {
        Dialogue.of(conversation);
    }

    @Test
    void knowsWhetherAReadyForQueryIsDueAndWhetherTheBatchGoesOn() {
        Outstanding batch = Dialogue.of(">P:s >B").outstanding();
        assertThat(batch.isBatchOpen()).isTrue();
        assertThat(batch.isAnswerDue()).isFalse();

        Outstanding synced = Dialogue.of(">P:s >B >S").outstanding();
        assertThat(synced.isBatchOpen()).isFalse();
        assertThat(synced.isAnswerDue()).isTrue();

        Outstanding copying = Dialogue.of(">P:s >B >E >S <1 <2 <G").outstanding();
        assertThat(copying.isBatchOpen()).as("the Sync was ignored").isTrue();
        assertThat(copying.isAnswerDue()).isFalse();

        Outstanding inTransaction = Dialogue.of(">Q <C <Z:T").outstanding();
        assertThat(inTransaction.isBatchOpen()).isFalse();
        assertThat(inTransaction.isAnswerDue()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            parsed                                       | >P:s >S <1 <Z:I .                     | [s]
            not yet parsed                               | >P:s >S                               | []
            refused                                      | >P:s >S <E <Z:I .                     | []
            parsed and closed                            | >P:s >C:s >S <1 <3 <Z:I .             | []
            closed and parsed again                      | >P:s >C:s >P:s >S <1 <3 <1 <Z:I .     | [s]
            a portal closed                              | >P:s >C >S <1 <3 <Z:I .               | [s]
            the second refused                           | >P:a >P:b >P:c >S <1 <E <Z:I .        | [a]
            the second refused, the third in a new batch | >P:a >P:b >S >P:c >S <1 <E <Z:I <1 <Z:I . | [a, c]
            closed behind an error                       | >P:a >S <1 <Z:I . >B >C:a >S <E <Z:I . | [a]
            parsed behind an error                       | >B >H <E >P:a >S <Z:I .               | []
            the unnamed one last                         | >P >P:a >S <1 <1 <Z:I .               | [a, '']
            the unnamed one replaced by one refused      | >P >S <1 <Z:I . >P >S <E <Z:I .       | []
            the unnamed one dropped by a query           | >P >S >Q <1 <Z:I <C <Z:I .            | []
            the unnamed one parsed behind a query        | >Q >P >S <C <Z:I <1 <Z:I .            | ['']
            the unnamed one                              | >P >S <1 <Z:I .                       | ['']
            """)
    void rememberedStatements(String what, String conversation, String names) {
        assertThat(Dialogue.of(conversation).statementNames().stream().map(name -> name.isEmpty() ? "''" : name).toList()).hasToString(names);
    }
}
