package io.segue.proxy.config.schema;

import com.typesafe.config.ConfigValue;

/** A section that may be left out. */
public record OptionalSection(Section section) implements Element {

    @Override
    public String key() {
        return section.key();
    }

    @Override
    public boolean isRequired() {
        return false;
    }

    @Override
    public String example() {
        return section.example();
    }

    @Override
    public void read(SectionReader reader, ConfigValue value, String path, Block block) {
        reader.section(section, value, path, block);
    }
}
