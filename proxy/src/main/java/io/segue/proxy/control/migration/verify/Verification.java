package io.segue.proxy.control.migration.verify;

import io.segue.proxy.control.migration.step.StepClock;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.survey.Verifier.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** One run of VERIFY. The thread of whoever asked; an interrupt ends it between two pieces, and a comparison goes on there next time. */
public final class Verification {

    /** One table is looked at by amcheck, or analysed, in that time; large ones take minutes. */
    private static final Duration ONE_TABLE = Duration.ofMinutes(30);

    private final String shard;
    private final DatabaseNode primary;
    private final Optional<DatabaseNode> standby;
    private final Probes probes;
    private final StepClock clock;
    private final Pace pace;
    private final Bookmark bookmark;
    private final Duration call;
    private final Consumer<String> progress;

    /**
     * @param standby the node that follows; empty when there is none
     * @param bytesPerSecond that are read of each node at most
     * @param call limit of a question
     */
    public Verification(
            String shard, DatabaseNode primary, Optional<DatabaseNode> standby, Probes probes, StepClock clock, long bytesPerSecond, Duration call,
            Path stateDirectory, Consumer<String> progress) {
        this.shard = shard;
        this.primary = primary;
        this.standby = standby;
        this.probes = probes;
        this.clock = clock;
        this.pace = new Pace(clock, bytesPerSecond);
        this.bookmark = new Bookmark(stateDirectory, shard);
        this.call = call;
        this.progress = progress;
    }

    public List<Finding> run(VerifyRequest request) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(guarded("read-probe", () -> Finding.ok("read-probe", primary.node() + " answers "
                + primary.verifier().databases().size() + " databases, version " + primary.status().versionNumber())));
        findings.add(guarded("write-probe", () -> Finding.ok("write-probe", primary.node() + " committed at " + primary.writeProbe(call))));
        findings.addAll(probes.ask(primary));
        if (request.tables().isPresent()) {
            compare(request.tables().get(), findings);
        }
        if (request.amcheck()) {
            amcheck(request.tables().orElse(List.of()), findings);
        }
        if (request.analyze()) {
            findings.add(guarded("analyze", this::analyze));
        }
        return findings;
    }

    private interface Look {
        Finding look() throws NodeException, InterruptedException;
    }

    /** What cannot be asked is a finding, too. */
    private static Finding guarded(String check, Look look) throws InterruptedException {
        try {
            return look.look();
        } catch (NodeException e) {
            return Finding.warn(check, e.getMessage(), "mend what it says; `segue grants --verify` prints what the role needs for it");
        }
    }

    /** Those asked for, in the order of their names; what there is not is a finding. */
    private List<Table> tables(List<String> wanted, List<Finding> findings) throws InterruptedException {
        List<Table> all = new ArrayList<>();
        findings.add(guarded("tables", () -> {
            for (String database : primary.verifier().databases()) {
                all.addAll(primary.verifier().tables(database));
            }
            return Finding.ok("tables", all.size() + " tables on " + primary.node());
        }));
        if (wanted.isEmpty()) {
            return all;
        }
        TreeSet<String> unknown = new TreeSet<>(wanted);
        List<Table> chosen = all.stream().filter(table -> wanted.contains(table.toString())).toList();
        chosen.forEach(table -> unknown.remove(table.toString()));
        unknown.forEach(name -> findings.add(
                Finding.failed("rows " + name, "there is no such table", "write it as database.schema.table, quoted as SQL would")));
        return chosen;
    }

    private void compare(List<String> wanted, List<Finding> findings) throws InterruptedException {
        if (standby.isEmpty()) {
            findings.add(Finding.warn("rows", "no other node of " + shard + " follows", "PREPARE one, or compare while it is READY or MOVED"));
            return;
        }
        String request = String.join(",", wanted);
        Optional<Bookmark.Place> place = bookmark.find(request);
        place.ifPresent(it -> progress.accept("goes on with " + it.table() + " at block " + it.block() + ", where it was broken off"));
        List<String> different = new ArrayList<>(place.map(Bookmark.Place::findings).orElse(List.of()));
        boolean reached = place.isEmpty();
        for (Table table : tables(wanted, findings)) {
            boolean here = place.isPresent() && place.get().table().equals(table.toString());
            reached |= here;
            if (reached) {
                long from = here ? place.get().block() : 0;
                findings.add(guarded("rows " + table, () -> compare(table, from, request, different)));
            }
        }
        place.ifPresent(it -> it.findings().forEach(each -> findings.add(
                Finding.failed("rows", each, "found before it was broken off; keep both data directories for inspection"))));
        bookmark.remove();
    }

    private Finding compare(Table table, long first, String request, List<String> different) throws NodeException, InterruptedException {
        TableComparison comparison = new TableComparison(primary, standby.orElseThrow(), clock, call);
        long busy = 0;
        long pieces = 0;
        List<String> here = new ArrayList<>();
        for (long from = first; from <= table.blocks(); from += TableComparison.PIECE_BLOCKS) {
            bookmark.put(new Bookmark.Place(request, table.toString(), from, different));
            switch (comparison.compare(table, from, from + TableComparison.PIECE_BLOCKS)) {
                case EQUAL -> { }
                case DIFFERENT -> here.add("blocks " + from + " to " + (from + TableComparison.PIECE_BLOCKS - 1));
                case BUSY -> busy++;
            }
            pieces++;
            pace.read(TableComparison.BLOCK_BYTES * Math.min(TableComparison.PIECE_BLOCKS, table.blocks() - from + 1));
        }
        if (!here.isEmpty()) {
            String found = table + " differs between " + primary.node() + " and " + standby.orElseThrow().node() + " in " + String.join(", ", here);
            different.add(found);
            return Finding.failed("rows " + table, found, "keep both data directories for inspection, and PREPARE the standby anew");
        }
        return busy > 0
                ? Finding.warn("rows " + table, busy + " of " + pieces + " pieces changed at each reading", "repeat it when less is written there")
                : Finding.ok("rows " + table, pieces + " pieces of " + TableComparison.PIECE_BLOCKS + " blocks are equal");
    }

    private void amcheck(List<String> wanted, List<Finding> findings) throws InterruptedException {
        List<DatabaseNode> nodes = new ArrayList<>(List.of(primary));
        standby.ifPresent(nodes::add);
        for (Table table : tables(wanted, findings)) {
            for (DatabaseNode node : nodes) {
                String check = "amcheck " + table + " on " + node.node();
                findings.add(guarded(check, () -> amcheck(check, table, node)));
            }
            pace.read(TableComparison.BLOCK_BYTES * table.blocks());
        }
    }

    private static Finding amcheck(String check, Table table, DatabaseNode node) throws NodeException {
        if (!node.verifier().hasAmcheck(table.database())) {
            return Finding.warn(check, "the extension is not installed", "CREATE EXTENSION amcheck in " + table.database() + ", then segue grants --verify");
        }
        return node.verifier().damage(table, ONE_TABLE)
                .map(damage -> Finding.failed(check, damage, "do not serve from " + node.node() + " before it is mended: REINDEX, or a copy made anew"))
                .orElseGet(() -> Finding.ok(check, "no damage found"));
    }

    /** Planner statistics come along with a move, cumulative ones do not: autovacuum knows nothing of these tables. */
    private Finding analyze() throws NodeException, InterruptedException {
        int done = 0;
        int forbidden = 0;
        for (String database : primary.verifier().databases()) {
            for (Table table : primary.verifier().neverAnalyzed(database)) {
                progress.accept("analysing " + table);
                if (primary.verifier().analyze(table, ONE_TABLE)) {
                    done++;
                } else {
                    forbidden++;
                }
                pace.read(TableComparison.BLOCK_BYTES * table.blocks());
            }
        }
        return forbidden == 0
                ? Finding.ok("analyze", done + " tables analysed")
                : Finding.warn("analyze", done + " tables analysed, " + forbidden + " not, for want of the right",
                        "segue grants --verify (from version 17 on), or vacuumdb --analyze-only as their owner");
    }
}
