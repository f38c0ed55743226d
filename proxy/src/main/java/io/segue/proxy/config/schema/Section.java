package io.segue.proxy.config.schema;

import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A key whose value is {@code { ... }} with known keys inside. */
public record Section(String key, List<Element> elements) implements Element {

    public Section {
        elements = List.copyOf(elements);
    }

    public Section(String key, Element... elements) {
        this(key, List.of(elements));
    }

    /** The keys inside, in the order in which they were declared. */
    Map<String, Element> byKey() {
        Map<String, Element> byKey = new LinkedHashMap<>();
        elements.forEach(element -> byKey.put(element.key(), element));
        return byKey;
    }

    /** Every path inside, written as in {@code nodes.NAME.port}, for the key that an operator put into the wrong section. */
    List<String> paths(String prefix) {
        List<String> paths = new ArrayList<>();
        for (Element element : elements) {
            String path = prefix.isEmpty() ? element.key() : prefix + "." + element.key();
            paths.add(path);
            switch (element) {
                case Setting<?> _ -> {}
                case Section section -> paths.addAll(section.paths(path));
                case OptionalSection optional -> paths.addAll(optional.section().paths(path));
                case Switchable switchable -> paths.addAll(switchable.section().paths(path));
                case Repeated repeated -> paths.addAll(repeated.each().paths(path + "[]"));
                case Named named -> paths.addAll(named.each().paths(path + ".NAME"));
            }
        }
        return paths;
    }

    @Override
    public String example() {
        return key + " " + body();
    }

    /** The braces and what must be between them. */
    String body() {
        return elements.stream()
                .filter(Element::isRequired)
                .map(Element::example)
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    @Override
    public void read(SectionReader reader, ConfigValue value, String path, Block block) {
        reader.section(this, value, path, block);
    }
}
