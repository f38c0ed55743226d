package io.segue.proxy.config;

import com.typesafe.config.ConfigObject;
import io.segue.proxy.config.schema.Block;
import io.segue.proxy.config.schema.Findings;
import io.segue.proxy.config.schema.SectionReader;
import java.nio.file.Path;
import java.util.Map;

/** Reads a configuration file into a {@link SegueConfig} in which everything has been checked. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * Reads {@code file} with what it includes, on top of the defaults of {@code reference.conf}.
     *
     * @param environment for substitutions such as {@code ${PORT}} and for the password
     * @throws InvalidConfigException with every finding; one that prevents reading (a missing file, a brace too few) stands alone
     */
    public static SegueConfig load(Path file, Map<String, String> environment) throws InvalidConfigException {
        ConfigObject tree = ConfigText.read(file, environment);
        Findings findings = new Findings();
        Block segue = new SectionReader(Keys.FILE, file.toString(), ConfigText.REFERENCE, findings).read(tree).section(Keys.SEGUE);
        new Budgets(segue.section(Keys.LIMITS), findings).check();
        new Topology(segue, findings).check();
        PoolAssembly.check(segue, findings);
        new HbaChecks(segue, findings).check();
        Secret password = new OwnPassword(segue.section(Keys.ROLE), environment, findings).read();
        if (!findings.isEmpty()) {
            throw new InvalidConfigException(findings.inOrder());
        }
        return new Assembly(segue).assemble(password);
    }
}
