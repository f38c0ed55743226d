package io.segue.proxy.config;

import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;

/** Finds what a substitution names in the environment, when it is not in the file. The environment is passed in, so that tests have their own. */
record EnvironmentResolver(Map<String, String> environment) implements ConfigResolver {

    @Override
    public ConfigValue lookup(String path) {
        String value = environment.get(path);
        return value == null ? null : ConfigValueFactory.fromAnyRef(value, "environment variable " + path);
    }

    /** Nothing comes after it. */
    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
        return this;
    }
}
