package io.segue.proxy.config.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so that an operator hears all of it at once. One thread. */
public final class Findings {

    private static final Comparator<Finding> AS_IN_THE_FILE =
            Comparator.comparing((Finding finding) -> finding.place().file())
                    .thenComparing(finding -> finding.place().line())
                    .thenComparing(finding -> finding.place().path());

    private final List<Finding> findings = new ArrayList<>();

    /** @param problem and {@code remedy} as in {@link Finding} */
    public void add(Place place, String problem, String remedy) {
        findings.add(new Finding(place, problem, remedy));
    }

    public boolean isEmpty() {
        return findings.isEmpty();
    }

    /** In the order of the file. */
    public List<Finding> inOrder() {
        return findings.stream().sorted(AS_IN_THE_FILE).toList();
    }
}
