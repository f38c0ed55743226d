package io.segue.proxy.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.segue.proxy.watch.transcript.Transcripts;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Segue's own metrics. What is a quantity is read from its owner when somebody scrapes; only rare events are counted as they happen, so
 * that a message on its way costs nothing. {@code notes/metrics.md} lists them all.
 *
 * <p>Any thread. Suppliers are called on the scraping thread and may read only what allows it.
 */
public final class Meters {

    private final MeterRegistry registry;
    private final CounterFamily<LoginResult> logins;
    private final CounterFamily<RefusalReason> refusals;
    private final CounterFamily<HandshakeResult> handshakes;
    private final CounterFamily<CertificateLoad> certificates;
    private final Counter cancelRequests;
    private final CredentialMeters credentials;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
        this.logins = new CounterFamily<>(
                registry, "segue.logins", "Logins of clients by how they ended", Tags.empty(), "result", LoginResult.class);
        this.refusals = new CounterFamily<>(
                registry, "segue.connections.refused", "Connections that Segue refused by itself", Tags.empty(), "reason", RefusalReason.class);
        this.handshakes = new CounterFamily<>(
                registry, "segue.tls.handshakes", "TLS handshakes with clients by how they ended", Tags.empty(), "result", HandshakeResult.class);
        this.certificates = new CounterFamily<>(
                registry, "segue.tls.certificate.loads", "Certificates that changed on disk", Tags.empty(), "result", CertificateLoad.class);
        this.cancelRequests =
                Counter.builder("segue.cancel.requests").description("Cancel requests of clients").register(registry);
        this.credentials = new CredentialMeters(registry);
    }

    public void login(LoginResult result) {
        logins.count(result);
    }

    public void refused(RefusalReason reason) {
        refusals.count(reason);
    }

    public CredentialMeters credentials() {
        return credentials;
    }

    public void handshake(HandshakeResult result) {
        handshakes.count(result);
    }

    public void certificate(CertificateLoad load) {
        certificates.count(load);
    }

    /** @param notAfter of the certificate in force, once for each file */
    public void certificateExpiry(String file, Supplier<Instant> notAfter) {
        Gauge.builder("segue.tls.certificate.expiry", notAfter, when -> when.get().getEpochSecond())
                .description("When the certificate in force ends, in seconds since 1970")
                .baseUnit("seconds")
                .tag("file", file)
                .strongReference(true)
                .register(registry);
    }

    /** @param waiting parts of TLS handshakes that wait for a thread */
    public void handshakesWaiting(IntSupplier waiting) {
        Gauge.builder("segue.tls.tasks.waiting", waiting, IntSupplier::getAsInt)
                .description("Parts of TLS handshakes that wait for a thread")
                .strongReference(true)
                .register(registry);
    }

    public void cancelRequest() {
        cancelRequests.increment();
    }

    /**
     * Counts an error that Segue itself sent to a client, not one that it passed on.
     *
     * @param sqlState one of the few that Segue sends; never text that comes from a peer
     */
    public void error(String sqlState) {
        Counter.builder("segue.errors")
                .description("Errors that Segue itself sent to clients")
                .tag("sqlstate", sqlState)
                .register(registry)
                .increment();
    }

    /** @param connected connections of clients at this moment, those in login and on the console included */
    public void clients(IntSupplier connected) {
        Gauge.builder("segue.clients", connected, IntSupplier::getAsInt)
                .description("Connections of clients, those in login and on the console included")
                .strongReference(true)
                .register(registry);
    }

    /** Once. */
    public void transcripts(Transcripts transcripts) {
        FunctionCounter.builder("segue.transcript.lines", transcripts, Transcripts::lines)
                .description("Messages of conversations that were to be written down")
                .register(registry);
        FunctionCounter.builder("segue.transcript.dropped", transcripts, Transcripts::dropped)
                .description("Of those the ones that came faster than they could be written")
                .register(registry);
    }

    /** Once for each node. */
    public void node(String node, Supplier<NodeFigures> figures) {
        Gauge.builder("segue.links", figures, from -> from.get().links())
                .description("Links of sessions to a node, spare ones not included")
                .tag("node", node)
                .strongReference(true)
                .register(registry);
        Gauge.builder("segue.node.lag", figures, from -> from.get().lagBytes().stream().asDoubleStream().findFirst().orElse(Double.NaN))
                .description("How far a node is behind the one that takes the traffic; NaN when that is not known")
                .baseUnit("bytes")
                .tag("node", node)
                .strongReference(true)
                .register(registry);
    }

    /** Once for each shard. */
    public void pools(String shard, PoolViews pools) {
        poolLinks("lent", shard, pools, PoolView::lent);
        poolLinks("idle", shard, pools, PoolView::idle);
        poolLinks("resetting", shard, pools, PoolView::resetting);
        poolLinks("dialling", shard, pools, PoolView::dialling);
        Gauge.builder("segue.pool.pinned", pools, from -> from.ofShard(shard).mapToInt(PoolView::pinned).sum())
                .description("Lent links that their sessions keep beyond a transaction, for what no other link can be given")
                .tag("shard", shard)
                .strongReference(true)
                .register(registry);
    }

    private void poolLinks(String state, String shard, PoolViews pools, ToIntFunction<PoolView> figure) {
        Gauge.builder("segue.pool.links", pools, from -> from.ofShard(shard).mapToInt(figure).sum())
                .description("Links of pools by what they are doing")
                .tag("shard", shard)
                .tag("state", state)
                .strongReference(true)
                .register(registry);
    }

    /** Once for each shard. */
    public void primaryRefused(String shard, BooleanSupplier refused) {
        Gauge.builder("segue.primary.refused", refused, now -> now.getAsBoolean() ? 1 : 0)
                .description("1 while a node takes writes and gets no traffic, because another one was promoted since or takes writes too; worth an alert")
                .tag("shard", shard)
                .strongReference(true)
                .register(registry);
    }

    /**
     * Once for each shard.
     *
     * @param nodes it can live on
     */
    public ShardMeters shard(String shard, List<String> nodes, Supplier<ShardFigures> figures, Supplier<WayBack> wayBack) {
        new ShardGauges(registry, shard, figures).register(nodes, wayBack);
        return new ShardMeters(registry, shard);
    }
}
