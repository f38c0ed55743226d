package io.segue.proxy.config.schema;

import com.typesafe.config.ConfigValue;
import java.util.regex.Pattern;

/**
 * A key whose value is a section for each name the operator chose: {@code nodes { node_a { ... } node_b { ... } }}; at least one.
 *
 * @param names what a name may look like
 * @param nameRule the same in words, with the reason
 */
public record Named(Section each, Pattern names, String nameRule) implements Element {

    @Override
    public String key() {
        return each.key();
    }

    @Override
    public String example() {
        return key() + " { NAME " + each.body() + " }";
    }

    @Override
    public void read(SectionReader reader, ConfigValue value, String path, Block block) {
        reader.named(this, value, path, block);
    }
}
