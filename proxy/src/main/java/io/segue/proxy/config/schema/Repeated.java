package io.segue.proxy.config.schema;

import com.typesafe.config.ConfigValue;

/**
 * A key whose value is a list of sections: {@code listen = [ { ... }, { ... } ]}.
 *
 * @param least how many there must be
 */
public record Repeated(Section each, int least) implements Element {

    public static Repeated atLeastOne(Section each) {
        return new Repeated(each, 1);
    }

    public static Repeated any(Section each) {
        return new Repeated(each, 0);
    }

    @Override
    public String key() {
        return each.key();
    }

    @Override
    public boolean isRequired() {
        return least > 0;
    }

    @Override
    public String example() {
        return key() + " = [ " + each.body() + " ]";
    }

    @Override
    public void read(SectionReader reader, ConfigValue value, String path, Block block) {
        reader.repeated(this, value, path, block);
    }
}
