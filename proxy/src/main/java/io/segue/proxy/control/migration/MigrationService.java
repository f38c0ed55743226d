package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.journal.Journal;
import io.segue.proxy.control.migration.journal.JournalEntry;
import io.segue.proxy.control.migration.journal.JournalException;
import io.segue.proxy.control.migration.preflight.PreflightReport;
import io.segue.proxy.control.migration.report.ReportStore;
import io.segue.proxy.control.migration.report.Reports;
import io.segue.proxy.control.migration.step.HoldGap;
import io.segue.proxy.control.migration.step.Site;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.step.WalPace;
import io.segue.proxy.control.migration.verify.Finding;
import io.segue.proxy.control.migration.verify.VerifyRequest;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.gate.Traffic;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import io.segue.proxy.route.RouteStore;
import io.segue.proxy.route.Shard;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All migrations of this proxy. Its life has three parts:
 *
 * <pre>
 *   new MigrationService(parts)      opens the journals
 *   recover(shard, limit) -> Start   for each shard, before its gate is made: where is it?
 *   begin(shard, traffic)            from now on commands are taken; interrupted work goes on in the background
 * </pre>
 *
 * <p>Any thread.
 */
public final class MigrationService implements Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationService.class);

    private final MigrationParts parts;
    private final PrimaryProof proof;
    private final RouteStore routes;
    private final ReportStore reports;
    private final AtomicLong lastMigration = new AtomicLong();
    private final Map<String, Desk> desks = new LinkedHashMap<>();

    /**
     * @throws JournalException when a journal cannot be opened or is in use by another process. A damaged one is no reason not to start:
     *     its shard is served, and its commands are refused.
     */
    public MigrationService(MigrationParts parts) throws JournalException {
        this.parts = parts;
        this.routes = new RouteStore(parts.stateDirectory());
        this.proof = new PrimaryProof(parts.nodes(), routes, shard -> desk(shard).succession());
        this.reports = new ReportStore(parts.stateDirectory());
        for (Shard shard : parts.shards()) {
            desks.put(shard.name(), openDesk(shard));
        }
    }

    private Desk openDesk(Shard shard) throws JournalException {
        StartProof startProof = new StartProof(shard, proof, routes, parts.clock());
        try {
            Journal journal = Journal.open(parts.stateDirectory(), shard.name(), parts.files());
            journal.last().map(JournalEntry::migration).ifPresent(it -> lastMigration.accumulateAndGet(it, Math::max));
            return new ShardDesk(siteBeforeTraffic(shard), journal, startProof, parts.observer(), lastMigration::incrementAndGet, reports,
                    parts.probes().apply(shard.name()), () -> parts.tally().apply(shard.name()));
        } catch (JournalException.Damaged e) {
            LOG.error("journal-damaged shard={} reason=\"{}\"", shard, e.getMessage());
            return new ClosedDesk(startProof, e.getMessage());
        }
    }

    private Site siteBeforeTraffic(Shard shard) {
        Map<String, DatabaseNode> nodes = shard.nodes().stream().collect(Collectors.toMap(Node::name, parts.nodes()));
        return new Site(
                shard,
                nodes,
                new BeforeTraffic(new Route(shard.nodes().getFirst(), 1)),
                routes,
                parts.stateDirectory(),
                parts.ownBackends(),
                parts.limits(),
                parts.clock(),
                new HoldGap(parts.clock()),
                reports,
                parts.hooks().apply(shard.name()));
    }

    /**
     * Finds out where {@code shard} is: what the journal says was interrupted is carried on until one node may write, then the nodes are
     * asked. Called once per shard, before {@link #begin}; blocks.
     *
     * @param limit after which the answer is {@link Start.Unproved} and the search goes on in the background
     */
    public Start recover(Shard shard, Duration limit) throws InterruptedException {
        return desk(shard).recover(limit);
    }

    /**
     * Takes commands for {@code shard} from now on. After {@link Start.Unproved} the traffic is released as soon as a node is proved.
     *
     * @param traffic the shard's, held or refusing after {@link Start.Unproved}
     */
    public void begin(Shard shard, Traffic traffic) {
        desk(shard).begin(traffic);
    }

    /** The proof that the gate needs at a hold's deadline. */
    public PrimaryProof primaryProof() {
        return proof;
    }

    private Desk desk(Shard shard) {
        return Optional.ofNullable(desks.get(shard.name()))
                .orElseThrow(() -> new IllegalArgumentException("shard " + shard + " is not known here"));
    }

    @Override
    public Outcome run(Order order, Progress progress) throws InterruptedException {
        Desk desk = desks.get(order.shard());
        return desk == null
                ? Answers.refused("", "NONE", unknown(order.shard()), "", known())
                : desk.run(order, progress);
    }

    private static String unknown(String shard) {
        return "there is no shard " + shard;
    }

    private String known() {
        return "the shards are " + desks.keySet();
    }

    @Override
    public Outcome go(String shard) {
        Desk desk = desks.get(shard);
        return desk == null ? Answers.refused("", "NONE", unknown(shard), "", known()) : desk.go();
    }

    @Override
    public List<String> plan(Order order) {
        Desk desk = desks.get(order.shard());
        return desk == null ? List.of("refuse  " + unknown(order.shard()) + " -- " + known()) : desk.plan(order);
    }

    @Override
    public PreflightReport precheck(String shard, Terms terms) throws InterruptedException {
        Desk desk = desks.get(shard);
        return desk == null ? PreflightReport.refused(unknown(shard), known()) : desk.precheck(terms);
    }

    @Override
    public List<Finding> verify(String shard, VerifyRequest request, Progress progress) throws InterruptedException {
        Desk desk = desks.get(shard);
        return desk == null ? List.of(Finding.refused(unknown(shard), known())) : desk.verify(request, progress);
    }

    @Override
    public Duration guard() {
        return desks.values().stream().map(Desk::guard).min(Duration::compareTo).orElse(WalPace.LONGEST);
    }

    @Override
    public List<MigrationStatus> list() {
        return desks.values().stream()
                .map(Desk::status)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(MigrationStatus::id).reversed())
                .toList();
    }

    @Override
    public Reports reports() {
        return reports;
    }

    /**
     * Aborts what can be aborted and waits for the rest. What has not ended after {@code limit} is left as it is: the next start goes on
     * with it.
     */
    public void close(Duration limit) throws InterruptedException {
        for (Desk desk : desks.values()) {
            desk.close(limit);
        }
    }
}
