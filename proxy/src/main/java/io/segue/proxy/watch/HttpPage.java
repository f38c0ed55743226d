package io.segue.proxy.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics} for Prometheus, {@code /health} for whoever restarts the process and {@code /ready} for load balancers. Asks
 * nobody for a password and shows no secret.
 *
 * <p>One virtual thread for each request. Connections and their time are bounded, see {@link #bound()}.
 */
public final class HttpPage implements AutoCloseable {

    static final int MOST_CONNECTIONS = 64;
    static final Duration LONGEST_EXCHANGE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(HttpPage.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String JSON = "application/json";

    private final long startedNanos = System.nanoTime();
    private final JsonBodies json = new JsonBodies();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Page> pages = Map.of("/metrics", this::metrics, "/health", this::health, "/ready", this::ready);
    private final HttpServer server;
    private final String version;
    private final PrometheusMeterRegistry registry;
    private final Supplier<List<ShardReadiness>> readiness;

    /**
     * Opens the page.
     *
     * @param port 0 for one that is free
     * @param version of Segue, for {@code /health}
     * @param readiness of every shard; asked for each {@code /ready}, on the thread of the request
     * @throws IOException when the address cannot be bound
     */
    public HttpPage(
            String address, int port, String version, PrometheusMeterRegistry registry, Supplier<List<ShardReadiness>> readiness)
            throws IOException {
        this.version = version;
        this.registry = registry;
        this.readiness = readiness;
        bound();
        this.server = bind(address, port);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** The port in use. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Closes the page; requests under way are cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /**
     * The JDK's server takes its bounds from system properties only, and reads them once. Without them it has none: peers that are silent
     * would be waited for without end. What an operator has set with {@code -D} stays.
     */
    private static void bound() {
        String seconds = Long.toString(LONGEST_EXCHANGE.toSeconds());
        System.getProperties().putIfAbsent("jdk.httpserver.maxConnections", Integer.toString(MOST_CONNECTIONS));
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", seconds);
        System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", seconds);
        System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
    }

    private static HttpServer bind(String address, int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(address, port), 0);
        } catch (IOException e) {
            throw new IOException(
                    "the page for metrics cannot listen on " + address + ":" + port + " (" + e.getMessage()
                            + "). Set segue.http to a free port, or to off.",
                    e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            } catch (RuntimeException e) {
                log.error("cannot answer {}", exchange.getRequestURI(), e);
                answer = Answer.text(500, "internal error, see the log\n");
            }
            send(exchange, answer);
        }
    }

    private Answer answer(String method, String path) throws IOException {
        Page page = pages.get(path);
        if (page == null) {
            return Answer.text(404, "there are /metrics, /health and /ready\n");
        }
        return method.equals("GET") ? page.answer() : Answer.text(405, "only GET is answered here\n");
    }

    private Answer health() throws IOException {
        return new Answer(200, JSON, json.health(version, Duration.ofNanos(System.nanoTime() - startedNanos)));
    }

    private Answer metrics() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        registry.scrape(text);
        return new Answer(200, PROMETHEUS, text.toByteArray());
    }

    private Answer ready() throws IOException {
        List<ShardReadiness> shards = readiness.get();
        boolean ready = shards.stream().allMatch(ShardReadiness::ready);
        return new Answer(ready ? 200 : 503, JSON, json.readiness(ready, shards));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        if (answer.status() == 405) {
            exchange.getResponseHeaders().set("Allow", "GET");
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    @FunctionalInterface
    private interface Page {
        Answer answer() throws IOException;
    }

    private record Answer(int status, String type, byte[] body) {

        static Answer text(int status, String text) {
            return new Answer(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
