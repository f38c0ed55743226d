package io.segue.proxy.config.schema;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a file's tree against its sections. Goes on after a finding, so that all are found in one go. One thread. */
public final class SectionReader {

    private final Section root;
    private final String file;
    private final String defaults;
    private final Findings findings;

    /**
     * @param root the section without a key that describes the whole file
     * @param file named when a finding concerns no line
     * @param defaults how the origin of the defaults is described
     */
    public SectionReader(Section root, String file, String defaults, Findings findings) {
        this.root = root;
        this.file = file;
        this.defaults = defaults;
        this.findings = findings;
    }

    /** @param tree resolved */
    public Block read(ConfigObject tree) {
        return read(root, tree, "");
    }

    private Block read(Section section, ConfigObject object, String path) {
        Block block = new Block(placeOf(object, path));
        unknownKeys(section, object, path);
        for (Element element : section.elements()) {
            ConfigValue value = object.get(element.key());
            if (value == null) {
                missing(element, new Place(block.place().file(), block.place().line(), join(path, element.key())));
            } else {
                element.read(this, value, join(path, element.key()), block);
            }
        }
        return block;
    }

    <T> void setting(Setting<T> setting, ConfigValue value, String path, Block block) {
        Place place = Place.of(value.origin(), path);
        try {
            block.put(setting, new Entry<>(setting.kind().read(value), place, author(place)));
        } catch (UnfitValueException e) {
            findings.add(place, e.getMessage(), e.remedy());
        }
    }

    void section(Section section, ConfigValue value, String path, Block block) {
        inBraces(section, section, value, path).ifPresent(read -> block.put(section.key(), read));
    }

    void switchable(Switchable switchable, ConfigValue value, String path, Block block) {
        if (!isOff(value)) {
            inBraces(switchable, switchable.section(), value, path).ifPresent(read -> block.put(switchable.key(), read));
        }
    }

    private static boolean isOff(ConfigValue value) {
        return value.unwrapped() instanceof String word && word.equals(Switchable.OFF);
    }

    /** @param element what the section is a part of, or the section itself; its example is what the operator may write */
    private Optional<Block> inBraces(Element element, Section section, ConfigValue value, String path) {
        if (value instanceof ConfigObject object) {
            return Optional.of(read(section, object, path));
        }
        findings.add(
                placeOf(value, path), Kinds.describe(value) + " stands where a section in braces belongs", "Write " + element.example());
        return Optional.empty();
    }

    void repeated(Repeated repeated, ConfigValue value, String path, Block block) {
        if (!(value instanceof ConfigList list)) {
            findings.add(placeOf(value, path), Kinds.describe(value) + " is not a list of sections", "Write " + repeated.example());
            return;
        }
        if (list.size() < repeated.least()) {
            findings.add(placeOf(value, path), "at least one is needed, in a list", "Write " + repeated.example());
            return;
        }
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            inBraces(repeated, repeated.each(), list.get(i), path + "[" + i + "]").ifPresent(blocks::add);
        }
        block.put(repeated, blocks);
    }

    void named(Named named, ConfigValue value, String path, Block block) {
        if (!(value instanceof ConfigObject object) || object.isEmpty()) {
            findings.add(placeOf(value, path), "at least one is needed, under its name", "Write " + named.example());
            return;
        }
        Map<String, Block> blocks = new TreeMap<>();
        object.forEach((name, body) -> {
            String bodyPath = join(path, name);
            if (!named.names().matcher(name).matches()) {
                findings.add(placeOf(body, bodyPath), "'" + name + "' cannot be a name here", named.nameRule());
            }
            inBraces(named, named.each(), body, bodyPath).ifPresent(read -> blocks.put(name, read));
        });
        block.put(named, blocks);
    }

    private void missing(Element element, Place place) {
        if (element.isRequired()) {
            findings.add(place, "it is missing and has no default", "Write " + element.example());
        }
    }

    /** The value is not shown: it may be a secret that somebody wrote where none belongs. */
    private void unknownKeys(Section section, ConfigObject object, String path) {
        Map<String, Element> known = section.byKey();
        object.forEach((key, value) -> {
            if (!known.containsKey(key)) {
                findings.add(placeOf(value, join(path, key)), "there is no such key", meant(key, section));
            }
        });
    }

    private String meant(String key, Section section) {
        return Nearest.to(key, section.byKey().keySet())
                .or(() -> root.paths("").stream().filter(path -> path.endsWith("." + key)).findFirst())
                .map(nearest -> "Did you mean " + nearest + "?")
                .orElseGet(() -> "Known here: " + String.join(", ", section.byKey().keySet()));
    }

    /** The place of a section. One that stands in the file and in the defaults, or only in the defaults, has no line of its own. */
    private Place placeOf(ConfigValue value, String path) {
        return value.origin().filename() != null ? Place.of(value.origin(), path) : new Place(file, 0, path);
    }

    private Entry.Author author(Place place) {
        return place.file().equals(defaults) ? Entry.Author.REFERENCE : Entry.Author.OPERATOR;
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
