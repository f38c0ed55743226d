package io.segue.proxy.config.schema;

import com.typesafe.config.ConfigValue;

/**
 * A key with one value.
 *
 * @param exampleValue as it may stand in the file
 */
public record Setting<T>(String key, Kind<T> kind, Presence presence, String exampleValue) implements Element {

    /** Whether the setting may be left out. One with a default is always there. */
    public enum Presence {
        REQUIRED,
        OPTIONAL
    }

    /** A setting that must be in the file or in the defaults. */
    public static <T> Setting<T> required(String key, Kind<T> kind, String exampleValue) {
        return new Setting<>(key, kind, Presence.REQUIRED, exampleValue);
    }

    public static <T> Setting<T> optional(String key, Kind<T> kind, String exampleValue) {
        return new Setting<>(key, kind, Presence.OPTIONAL, exampleValue);
    }

    @Override
    public boolean isRequired() {
        return presence == Presence.REQUIRED;
    }

    @Override
    public String example() {
        return key + " = " + exampleValue;
    }

    @Override
    public void read(SectionReader reader, ConfigValue value, String path, Block block) {
        reader.setting(this, value, path, block);
    }
}
