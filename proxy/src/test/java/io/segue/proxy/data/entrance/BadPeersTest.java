package io.segue.proxy.data.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.util.NetUtil;
import io.segue.proxy.data.net.ClientAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BadPeersTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(BadPeers.class);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private long now = Long.MAX_VALUE - 5;
    private final BadPeers peers = new BadPeers(() -> now);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        written.start();
        logger.setAdditive(false);
        logger.addAppender(written);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(written);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void oneLinePerAddressAndMinuteAndTheRestIsCounted() {
        for (int port = 1; port <= 18; port++) {
            peers.report(peer("10.0.0.1", port), "knocked");
        }
        peers.report(peer("10.0.0.2", 1), "knocked too");
        assertThat(lines()).containsExactly("bad peer address=10.0.0.1 knocked", "bad peer address=10.0.0.2 knocked too");

        pass(Duration.ofSeconds(61));
        peers.report(peer("10.0.0.1", 99), "came back");

        assertThat(lines()).last().isEqualTo("bad peer address=10.0.0.1 came back repeated=17");
    }

    @Test
    void whatWasLeftOutIsSaidWhenItsMinuteIsOver() {
        peers.report(peer("10.0.0.1", 1), "first");
        peers.report(peer("10.0.0.1", 2), "second");
        peers.sweep();
        assertThat(lines()).hasSize(1);

        pass(Duration.ofSeconds(60));
        peers.sweep();
        assertThat(lines()).last().isEqualTo("bad peer address=10.0.0.1 second repeated=1");

        peers.report(peer("10.0.0.1", 3), "in the minute of that line");
        assertThat(lines()).hasSize(2);
    }

    @Test
    void whoHasBeenQuietIsForgotten() {
        peers.report(peer("10.0.0.1", 1), "first");
        pass(Duration.ofMinutes(2));
        peers.sweep();

        peers.report(peer("10.0.0.1", 2), "again");

        assertThat(lines()).containsExactly("bad peer address=10.0.0.1 first", "bad peer address=10.0.0.1 again");
    }

    @Test
    void aCrowdOfAddressesSharesOneLine() {
        for (int i = 0; i < 3_000; i++) {
            peers.report(peer("10.1." + i / 250 + "." + i % 250, 1), "one of many");
        }

        assertThat(lines()).hasSize(1_001).last().isEqualTo("bad peer address=others one of many");
        pass(Duration.ofMinutes(1));
        peers.sweep();
        assertThat(lines()).last().isEqualTo("bad peer address=others one of many repeated=1999");
    }

    @Test
    void aPeerWritesNoLinesOfItsOwnAndNoLongOnes() {
        peers.report(peer("10.0.0.1", 1), "user=\"a\nERROR forged\u2028\u001b[31m\"" + "x".repeat(100_000));

        assertThat(lines()).singleElement().asString()
                .startsWith("bad peer address=10.0.0.1 user=\"a?ERROR forged??[31m\"")
                .hasSizeLessThan(600);
    }

    @Test
    void aLocalSocketHasAName() {
        peers.report(new ClientAddress.Local(), "knocked");

        assertThat(lines()).containsExactly("bad peer address=[local] knocked");
    }

    private List<String> lines() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static ClientAddress peer(String address, int port) {
        return new ClientAddress.Tcp(NetUtil.createInetAddressFromIpAddressString(address), port);
    }
}
