package io.segue.proxy.config.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One section of the file as it was read. What could not be read is missing here and is a finding elsewhere, so rules ask with
 * {@link #entry}, and only a configuration without findings is asked with {@link #get}.
 */
public final class Block {

    private final Place place;
    private final Map<String, Entry<?>> entries = new LinkedHashMap<>();
    private final Map<String, Block> sections = new LinkedHashMap<>();
    private final Map<String, List<Block>> lists = new LinkedHashMap<>();
    private final Map<String, Map<String, Block>> named = new LinkedHashMap<>();

    Block(Place place) {
        this.place = place;
    }

    void put(Setting<?> setting, Entry<?> entry) {
        entries.put(setting.key(), entry);
    }

    void put(String key, Block section) {
        sections.put(key, section);
    }

    void put(Repeated repeated, List<Block> blocks) {
        lists.put(repeated.key(), blocks);
    }

    void put(Named key, Map<String, Block> blocks) {
        named.put(key.key(), Collections.unmodifiableMap(blocks));
    }

    public Place place() {
        return place;
    }

    /** The value and its place; empty when it is not given or not readable. */
    @SuppressWarnings("unchecked") // SectionReader puts under a setting's key only what that setting's kind has read
    public <T> Optional<Entry<T>> entry(Setting<T> setting) {
        return Optional.ofNullable((Entry<T>) entries.get(setting.key()));
    }

    public <T> Optional<T> find(Setting<T> setting) {
        return entry(setting).map(Entry::value);
    }

    /** @throws IllegalStateException when it is not there: the caller asked although there were findings */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalStateException("no " + setting.key() + " at " + place));
    }

    /** The section; without entries when it is not given or not readable. */
    public Block section(Section section) {
        return sections.getOrDefault(section.key(), new Block(place));
    }

    /** The section; empty when it is switched off or not readable. */
    public Optional<Block> section(Switchable switchable) {
        return Optional.ofNullable(sections.get(switchable.key()));
    }

    /** The section; empty when it was left out or is not readable. */
    public Optional<Block> section(OptionalSection optional) {
        return Optional.ofNullable(sections.get(optional.key()));
    }

    public List<Block> list(Repeated repeated) {
        return lists.getOrDefault(repeated.key(), List.of());
    }

    /** By name, in the order of the names. */
    public Map<String, Block> named(Named key) {
        return named.getOrDefault(key.key(), Map.of());
    }
}
