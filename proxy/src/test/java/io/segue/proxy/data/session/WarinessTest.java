package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WarinessTest {

    private static final String LOCK = "SELECT pg_advisory_lock(1)";

    private final Wariness wariness = new Wariness();

    @Test
    void aTellingQueryIsAskedAboutOnce() {
        query("SELECT 1");
        assertThat(wariness.mustAsk()).isFalse();

        query(LOCK);
        assertThat(wariness.mustAsk()).isTrue();
        wariness.knows();
        assertThat(wariness.mustAsk()).isFalse();
    }

    @Test
    void aTellingStatementWithANameIsAskedAboutForEver() {
        parse(true, LOCK);
        wariness.knows();
        parse(true, "SELECT 1");
        query("SELECT 1");

        assertThat(wariness.mustAsk()).isTrue();
    }

    @Test
    void oneWithoutANameUntilAnotherReplacesIt() {
        parse(false, LOCK);
        wariness.knows();
        assertThat(wariness.mustAsk()).isTrue();
        parse(false, "SELECT 1");
        assertThat(wariness.mustAsk()).isFalse();

        parse(false, LOCK);
        wariness.knows();
        query("SELECT 1");
        assertThat(wariness.mustAsk()).isFalse();
    }

    @Test
    void whoAsksForTheLastValueOfASequenceIsTiedToIt() {
        assertThat(wariness.findings()).isEmpty();
        query("SELECT lastval()");
        assertThat(wariness.findings()).contains("sequence");
    }

    private void query(String text) {
        ByteBuf bytes = bytes(text);
        wariness.query(bytes, 0, bytes.readableBytes());
    }

    private void parse(boolean named, String text) {
        ByteBuf bytes = bytes(text);
        wariness.parse(named, false, bytes, 0, bytes.readableBytes());
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
