package io.segue.proxy.config.schema;

import com.typesafe.config.ConfigOrigin;

/**
 * Where something stands in the configuration.
 *
 * @param file as the operator gave it; for a value that comes from no file, what it comes from
 * @param line counted from 1; 0 when it is not known
 * @param path such as {@code segue.limits.hold}; empty for the file as a whole
 */
public record Place(String file, int line, String path) {

    /** The place of a value at {@code path}. */
    static Place of(ConfigOrigin origin, String path) {
        return new Place(origin.filename() != null ? origin.filename() : withoutLine(origin), Math.max(origin.lineNumber(), 0), path);
    }

    private static String withoutLine(ConfigOrigin origin) {
        String described = origin.description();
        String line = ": " + origin.lineNumber();
        return described.endsWith(line) ? described.substring(0, described.length() - line.length()) : described;
    }

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + (path.isEmpty() ? "" : ": " + path);
    }
}
