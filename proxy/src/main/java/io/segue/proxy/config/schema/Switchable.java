package io.segue.proxy.config.schema;

import com.typesafe.config.ConfigValue;

/** A section that may be replaced by the word {@code off}. */
public record Switchable(Section section) implements Element {

    static final String OFF = "off";

    @Override
    public String key() {
        return section.key();
    }

    @Override
    public String example() {
        return section.example() + " or " + key() + " = " + OFF;
    }

    @Override
    public void read(SectionReader reader, ConfigValue value, String path, Block block) {
        reader.switchable(this, value, path, block);
    }
}
