package io.segue.proxy.config;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import java.io.File;

/**
 * Makes an included file that is missing an error. By HOCON it is skipped in silence, and a proxy that starts without half of its
 * configuration is worse than one that does not start.
 */
final class StrictIncluder implements ConfigIncluder, ConfigIncluderFile {

    private final ConfigIncluder library;

    StrictIncluder() {
        this(null);
    }

    private StrictIncluder(ConfigIncluder library) {
        this.library = library;
    }

    /** The library calls this with its own includer, which does the work. */
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return library == null ? new StrictIncluder(fallback) : this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return library.include(new NothingMissing(context), what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return ((ConfigIncluderFile) library).includeFile(new NothingMissing(context), what);
    }

    /** The context of the include, but for whether the file may be missing. */
    private record NothingMissing(ConfigIncludeContext context) implements ConfigIncludeContext {

        @Override
        public ConfigParseable relativeTo(String filename) {
            return context.relativeTo(filename);
        }

        @Override
        public ConfigParseOptions parseOptions() {
            return context.parseOptions().setAllowMissing(false);
        }

        @Override
        public ConfigIncludeContext setParseOptions(ConfigParseOptions options) {
            return new NothingMissing(context.setParseOptions(options));
        }
    }
}
