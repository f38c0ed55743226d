package io.segue.proxy.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import io.segue.proxy.config.schema.Finding;
import io.segue.proxy.config.schema.Place;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** From the operator's file to one resolved tree: includes, defaults, substitutions. Knows no keys. */
final class ConfigText {

    static final String REFERENCE = "reference.conf";

    private ConfigText() {}

    /** @throws InvalidConfigException when the text is not HOCON, or something it refers to is not there */
    static ConfigObject read(Path file, Map<String, String> environment) throws InvalidConfigException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw refused(
                    new Place(file.toString(), 0, ""),
                    Files.exists(file) ? "the configuration cannot be read" : "there is no such file",
                    Files.exists(file) ? "Make it a file that the user of this process may read" : "Name the configuration with -c FILE");
        }
        try {
            return parse(file).resolve(resolution(environment)).root();
        } catch (ConfigException.UnresolvedSubstitution e) {
            throw refused(place(e, file), withoutPlace(e), "Set it in the environment or in the file, or write ${?...} if it may be absent");
        } catch (ConfigException.IO e) {
            throw refused(place(e, file), "what it includes cannot be read: " + withoutPlace(e), "Correct the include or remove it");
        } catch (ConfigException e) {
            throw refused(place(e, file), withoutPlace(e), "Correct the text near that line");
        }
    }

    private static Config parse(Path file) {
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setAllowMissing(false)
                .setIncluder(new StrictIncluder());
        return ConfigFactory.parseFile(file.toFile(), options).withFallback(defaults());
    }

    /**
     * The defaults as they stand in {@code reference.conf}: ours, not those of every jar, for which the library would open all of them
     * (30 ms).
     */
    static Config defaults() {
        ConfigParseOptions options = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setOriginDescription(REFERENCE);
        try (Reader text = new InputStreamReader(ConfigText.class.getResourceAsStream("/" + REFERENCE), StandardCharsets.UTF_8)) {
            return ConfigFactory.parseReader(text, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConfigResolveOptions resolution(Map<String, String> environment) {
        return ConfigResolveOptions.noSystem().appendResolver(new EnvironmentResolver(environment));
    }

    private static InvalidConfigException refused(Place place, String problem, String remedy) {
        return new InvalidConfigException(List.of(new Finding(place, problem, remedy)));
    }

    private static Place place(ConfigException e, Path file) {
        boolean known = e.origin() != null && e.origin().filename() != null;
        return known
                ? new Place(e.origin().filename(), Math.max(e.origin().lineNumber(), 0), "")
                : new Place(file.toString(), 0, "");
    }

    /** The library puts the place in front of its message; it is said once, by the finding. */
    private static String withoutPlace(ConfigException e) {
        String origin = e.origin() == null ? "" : e.origin().description() + ": ";
        String message = e.getMessage();
        return message.startsWith(origin) ? message.substring(origin.length()) : message;
    }
}
