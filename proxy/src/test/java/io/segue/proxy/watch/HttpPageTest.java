package io.segue.proxy.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class HttpPageTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicReference<Supplier<List<ShardReadiness>>> readiness =
            new AtomicReference<>(() -> List.of(new ShardReadiness("main", true, "")));
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpPage page;

    @BeforeEach
    void open() throws IOException {
        page = new HttpPage("127.0.0.1", 0, "1.2.3", registry, () -> readiness.get().get());
    }

    @AfterEach
    void close() {
        page.close();
        client.close();
    }

    @Test
    void metricsAreInPrometheusText() throws Exception {
        new Meters(registry).login(LoginResult.ACCEPTED);

        HttpResponse<String> answer = get("/metrics?name=ignored");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).contains("segue_logins_total{result=\"accepted\"} 1.0\n");
    }

    @Test
    void healthSaysWhoLivesAndForHowLong() throws Exception {
        HttpResponse<String> answer = get("/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).matches("\\{\"status\":\"up\",\"version\":\"1\\.2\\.3\",\"uptime_seconds\":[0-9]+\\.[0-9]+}");
    }

    @Test
    void readyWhenEveryShardIs() throws Exception {
        HttpResponse<String> answer = get("/ready");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"ready\":true,\"shards\":[{\"shard\":\"main\",\"ready\":true,\"reason\":\"\"}]}");
    }

    @Test
    void notReadySaysWhichShardAndWhy() throws Exception {
        readiness.set(() -> List.of(new ShardReadiness("main", true, ""), new ShardReadiness("shop", false, "node_a said \"no\"")));

        HttpResponse<String> answer = get("/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("{\"ready\":false,", "{\"shard\":\"shop\",\"ready\":false,\"reason\":\"node_a said \\\"no\\\"\"}");
    }

    @Test
    void otherPathsAndMethodsAreRefused() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/more").statusCode()).isEqualTo(404);

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri("/metrics")).POST(BodyPublishers.ofString("x=1")).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET");
    }

    @Test
    void ourOwnBugIsAnAnswerToo() throws Exception {
        readiness.set(() -> {
            throw new IllegalStateException("made to fail by HttpPageTest");
        });

        assertThat(get("/ready").statusCode()).isEqualTo(500);
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void aSilentPeerIsNotWaitedForWithoutEnd() throws IOException {
        try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), page.port())) {
            peer.getOutputStream().write("GET /metr".getBytes(StandardCharsets.US_ASCII));
            long before = System.nanoTime();

            assertThat(readsEnd(peer)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(HttpPage.LONGEST_EXCHANGE.multipliedBy(10));
        }
    }

    @Test
    void oneConnectionTooManyIsClosed() throws IOException {
        List<Socket> peers = new ArrayList<>();
        try {
            for (int i = 0; i <= HttpPage.MOST_CONNECTIONS; i++) {
                peers.add(new Socket(InetAddress.getLoopbackAddress(), page.port()));
            }
            assertThat(readsEnd(peers.getLast())).isTrue();
        } finally {
            for (Socket peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void aPortThatIsTakenIsSaidWithWhatToDo() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new HttpPage("127.0.0.1", page.port(), "1.2.3", registry, List::of))
                .withMessageContaining("127.0.0.1:" + page.port())
                .withMessageContaining("Set segue.http to a free port, or to off.");
    }

    @Test
    void afterCloseNobodyListens() throws IOException {
        int port = page.port();
        page.close();

        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port));
        new HttpPage("127.0.0.1", port, "1.2.3", registry, List::of).close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + page.port() + path);
    }

    private static boolean readsEnd(Socket peer) throws IOException {
        try {
            return peer.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true; // reset instead of closed, as it likes
        }
    }
}
