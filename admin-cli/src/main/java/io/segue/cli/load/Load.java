package io.segue.cli.load;

import io.segue.cli.ledger.Ledger;
import io.segue.cli.ledger.LedgerBook;
import io.segue.cli.ledger.MicroClock;
import io.segue.cli.ledger.Transaction;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import java.util.ArrayList;
import java.util.List;

/** pgbench and the ledger together, through the proxy. */
public final class Load {

    public static final int WRITERS = 8;
    public static final int READERS = 4;

    private final Pgbench pgbench;
    private final Ledger ledger;
    private final MicroClock clock;
    private final long begunMicros;

    private Load(Pgbench pgbench, Ledger ledger, MicroClock clock) {
        this.pgbench = pgbench;
        this.ledger = ledger;
        this.clock = clock;
        this.begunMicros = clock.now();
    }

    /** @param clients of pgbench; beside them the ledger's {@link #WRITERS} and {@link #READERS} */
    public static Load start(Stage stage, int clients, MicroClock clock) throws StageException {
        Pgbench pgbench = Pgbench.start(
                stage.programs(), stage.workplace(), "pgbench", stage.proxy().port(), stage.servers().application(), clients);
        stage.curtain().add(pgbench::close);
        Ledger ledger = Ledger.start(stage.proxy().clients(), WRITERS, READERS, clock);
        stage.curtain().add(ledger::close);
        return new Load(pgbench, ledger, clock);
    }

    /** @throws StageException when there is no load to speak of */
    public void requireRunning() throws StageException {
        pgbench.requireRunning();
    }

    /**
     * What all clients saw.
     *
     * @param begunMicros when they were started
     * @param endedMicros when they were told to stop
     */
    public record Result(LedgerBook book, PgbenchResult pgbench, long begunMicros, long endedMicros) {

        /** Of every writer. */
        public List<Transaction> writes() {
            List<Transaction> writes = new ArrayList<>(book.writes());
            writes.addAll(pgbench.transactions());
            return writes;
        }

        public double writesPerSecond() {
            return writes().size() * 1e6 / (endedMicros - begunMicros);
        }
    }

    /** Lets every client finish its transaction. */
    public Result stop() throws StageException, InterruptedException {
        long endedMicros = clock.now();
        PgbenchResult pgbenchResult = pgbench.stop();
        return new Result(ledger.stop(), pgbenchResult, begunMicros, endedMicros);
    }
}
