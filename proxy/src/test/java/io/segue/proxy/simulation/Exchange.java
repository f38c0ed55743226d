package io.segue.proxy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.BindComplete;
import io.segue.protocol.message.CommandComplete;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.ParseComplete;
import io.segue.protocol.message.RowDescription;
import java.util.Optional;

/** What a client has said up to one ReadyForQuery, and what it is answered: in the right order, and neither less nor more. */
final class Exchange {

    private final String expected;
    private final End end;
    private final StringBuilder heard = new StringBuilder();
    private Optional<ErrorFields> error = Optional.empty();
    private String value = "";

    /** Its end. */
    @FunctionalInterface
    interface End {
        /**
         * @param error what went wrong; empty when all was well
         * @param value of the last row; empty when there was none
         */
        void ended(Optional<ErrorFields> error, String value);
    }

    /** @param expected answers, a letter each as {@link #letter} has them, when all is well */
    Exchange(String expected, End end) {
        this.expected = expected;
        this.end = end;
    }

    void hear(BackendMessage message) {
        assertThat(error).as("what is said behind an error: %s", message).isEmpty();
        if (message instanceof ErrorResponse(ErrorFields said)) {
            error = Optional.of(said);
            return;
        }
        heard.append(letter(message));
        if (message instanceof DataRow row) {
            value = row.text(0).orElse("");
        }
        assertThat(expected).as("what is answered, up to %s", message).startsWith(heard.toString());
    }

    void ready() {
        if (error.isEmpty()) {
            assertThat(heard.toString()).as("what was answered up to ReadyForQuery").isEqualTo(expected);
        }
        end.ended(error, value);
    }

    /** No ReadyForQuery will come. @param last why */
    void breaksOff(ErrorFields last) {
        end.ended(Optional.of(error.orElse(last)), value);
    }

    private static char letter(BackendMessage message) {
        return switch (message) {
            case ParseComplete _ -> '1';
            case BindComplete _ -> '2';
            case RowDescription _ -> 'T';
            case DataRow _ -> 'D';
            case CommandComplete _ -> 'C';
            default -> throw new AssertionError("nobody has asked for " + message);
        };
    }
}
