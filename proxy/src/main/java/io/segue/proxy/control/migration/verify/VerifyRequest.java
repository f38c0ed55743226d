package io.segue.proxy.control.migration.verify;

import java.util.List;
import java.util.Optional;

/**
 * What is to be verified beside the probes.
 *
 * @param tables whose rows are compared between the nodes, as {@code database.schema.table}; an empty list stands for all, nothing for none
 * @param amcheck whether amcheck looks at the same tables, or at all
 * @param analyze whether what was never analysed is
 */
public record VerifyRequest(Optional<List<String>> tables, boolean amcheck, boolean analyze) {

    public VerifyRequest {
        tables = tables.map(List::copyOf);
    }
}
