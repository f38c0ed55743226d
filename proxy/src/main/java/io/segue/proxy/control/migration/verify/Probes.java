package io.segue.proxy.control.migration.verify;

import io.segue.proxy.config.SqlProbe;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The operator's own questions to a shard, with the answers that they must have.
 *
 * @param limit for each
 */
public record Probes(List<SqlProbe> probes, Duration limit) {

    public Probes {
        probes = List.copyOf(probes);
    }

    /** @param primary the shard's */
    public List<Finding> ask(DatabaseNode primary) {
        List<Finding> findings = new ArrayList<>();
        for (SqlProbe probe : probes) {
            findings.add(ask(primary, probe));
        }
        return findings;
    }

    private Finding ask(DatabaseNode primary, SqlProbe probe) {
        String check = "probe " + probe.name();
        try {
            String answer = primary.verifier().probe(probe.database(), probe.sql(), limit);
            return answer.equals(probe.expect())
                    ? Finding.ok(check, "answered as expected on " + primary.node())
                    : Finding.failed(
                            check, "answered \"" + answer + "\" on " + primary.node() + ", expected \"" + probe.expect() + "\"",
                            "look into it: " + probe.sql() + "; SWITCHBACK goes back with all that was written since");
        } catch (NodeException e) {
            return Finding.failed(check, e.getMessage(), "let Segue's role read what the probe reads: segue grants --verify");
        }
    }
}
