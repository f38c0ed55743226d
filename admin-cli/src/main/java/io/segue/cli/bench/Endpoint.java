package io.segue.cli.bench;

import io.segue.cli.stage.MetricsPage;
import io.segue.cli.stage.ProcessMeter;
import io.segue.cli.stage.ProxyProcess;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a load is sent.
 *
 * @param name as in the table: direct, pgbouncer-session, ...
 * @param pid of the process whose CPU and memory are counted, with its children; empty for the server itself
 * @param page of a Segue
 * @param encrypts whether those who connect insist on TLS
 */
record Endpoint(String name, int port, OptionalLong pid, Optional<MetricsPage> page, boolean encrypts) {

    /** The server itself, or a peer. */
    Endpoint(String name, int port, OptionalLong pid) {
        this(name, port, pid, Optional.empty(), false);
    }

    static Endpoint of(String name, ProxyProcess proxy) {
        return new Endpoint(name, proxy.port(), OptionalLong.of(proxy.pid()), Optional.of(proxy.metrics()), false);
    }

    /** The same for who connects by TLS. */
    Endpoint encrypting() {
        return new Endpoint(name, port, pid, page, true);
    }

    /** Neither the server nor Segue. */
    boolean isPeer() {
        return pid.isPresent() && !name.startsWith("segue");
    }

    Optional<ProcessMeter> meter() {
        return pid.isPresent() ? Optional.of(new ProcessMeter(pid.getAsLong())) : Optional.empty();
    }
}
