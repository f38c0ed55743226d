package io.segue.proxy.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Every key of a configuration with its value and its default, for people. Holds no secret: passwords stand in files, not in here. */
public final class ConfigTable {

    private static final ConfigRenderOptions PLAIN = ConfigRenderOptions.concise();

    private ConfigTable() {}

    /**
     * One key.
     *
     * @param defaultValue empty when there is none
     */
    public record Row(String key, String value, String defaultValue) {}

    /** @throws InvalidConfigException when the file cannot be read (any more) */
    public static List<Row> of(Path file, Map<String, String> environment) throws InvalidConfigException {
        ConfigObject tree = ConfigText.read(file, environment);
        Config defaults = ConfigText.defaults();
        return tree.toConfig().entrySet().stream()
                .map(entry -> new Row(
                        name(entry.getKey()),
                        text(entry.getValue()),
                        defaults.hasPath(entry.getKey()) ? text(defaults.getValue(entry.getKey())) : ""))
                .sorted((a, b) -> a.key().compareTo(b.key()))
                .toList();
    }

    private static String name(String path) {
        return String.join(".", ConfigUtil.splitPath(path));
    }

    private static String text(ConfigValue value) {
        return switch (value.unwrapped()) {
            case String text -> text;
            case null -> "";
            default -> value.render(PLAIN);
        };
    }
}
