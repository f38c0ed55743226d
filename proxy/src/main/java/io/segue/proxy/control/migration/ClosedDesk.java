package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.preflight.PreflightReport;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.step.WalPace;
import io.segue.proxy.control.migration.verify.Finding;
import io.segue.proxy.control.migration.verify.VerifyRequest;
import io.segue.proxy.gate.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;


/** The desk of a shard whose journal is damaged: its traffic is served, its commands are refused. */
final class ClosedDesk implements Desk {

    private static final String HINT = "see which node is the primary and which is a standby, move the journal away, restart the proxy";

    private final StartProof proof;
    private final String reason;
    private final Thread seeker;
    private volatile Optional<Traffic> traffic = Optional.empty();
    private volatile boolean proved;

    ClosedDesk(StartProof proof, String reason) {
        this.proof = proof;
        this.reason = reason;
        this.seeker = Thread.ofVirtual().name("seek primary of " + proof.shard()).unstarted(this::seek);
    }

    @Override
    public Start recover(Duration limit) throws InterruptedException {
        Start start = proof.within(limit);
        proved = start instanceof Start.Proved;
        return start;
    }

    @Override
    public void begin(Traffic live) {
        traffic = Optional.of(live);
        if (!proved) {
            seeker.start();
        }
    }

    private void seek() {
        try {
            proof.releaseWhenProved(traffic.orElseThrow());
        } catch (InterruptedException e) {
            // The proxy stops, and with it the search.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Outcome run(Order order, Progress progress) {
        String node = traffic.map(it -> it.route().node().name()).orElse("");
        return Answers.refused(node, "UNKNOWN", reason, "nothing is done", HINT);
    }

    @Override
    public Outcome go() {
        String node = traffic.map(it -> it.route().node().name()).orElse("");
        return Answers.refused(node, "UNKNOWN", reason, "nothing is done", HINT);
    }

    @Override
    public List<String> plan(Order order) {
        return List.of("refuse  " + reason + " -- " + HINT);
    }

    @Override
    public PreflightReport precheck(Terms terms) {
        return PreflightReport.refused(reason, HINT);
    }

    @Override
    public List<Finding> verify(VerifyRequest request, Progress progress) {
        return List.of(Finding.refused(reason, HINT));
    }

    @Override
    public Duration guard() {
        // What its slots are for is not known any more.
        return WalPace.LONGEST;
    }

    @Override
    public Optional<MigrationStatus> status() {
        return Optional.empty();
    }

    @Override
    public Optional<Succession> succession() {
        return Optional.empty();
    }

    @Override
    public void close(Duration limit) {
        seeker.interrupt();
    }
}
