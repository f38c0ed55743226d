package io.segue.proxy.config;

import io.segue.proxy.config.schema.Block;
import io.segue.proxy.config.schema.Entry;
import io.segue.proxy.config.schema.Findings;
import io.segue.proxy.config.schema.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of a listener's {@code tls}: whether they are there, and the key is safe. What is in them is looked at when they are loaded. */
final class TlsBlock {

    private final Block tls;

    TlsBlock(Block tls) {
        this.tls = tls;
    }

    void check(Findings findings) {
        readable(Keys.CERTIFICATE, findings);
        readable(Keys.CLIENT_CA, findings);
        if (readable(Keys.KEY, findings)) {
            notTooOpen(tls.entry(Keys.KEY).orElseThrow(), findings);
        }
    }

    TlsFiles files() {
        return new TlsFiles(
                Path.of(tls.get(Keys.CERTIFICATE)), Path.of(tls.get(Keys.KEY)), tls.find(Keys.CLIENT_CA).map(Path::of));
    }

    private boolean readable(Setting<String> setting, Findings findings) {
        Optional<Entry<String>> entry = tls.entry(setting);
        if (entry.isEmpty()) {
            return false;
        }
        Path file = Path.of(entry.get().value());
        boolean readable = Files.isRegularFile(file) && Files.isReadable(file);
        if (!readable) {
            findings.add(
                    entry.get().place(),
                    Files.exists(file) ? "the file cannot be read" : "there is no such file",
                    "Name a file in PEM that the user of this process may read");
        }
        return readable;
    }

    private static void notTooOpen(Entry<String> key, Findings findings) {
        try {
            KeyFile.tooOpen(Path.of(key.value()))
                    .ifPresent(problem -> findings.add(key.place(), problem, "Run: chown " + System.getProperty("user.name") + " " + key.value() + " && chmod 600 " + key.value()));
        } catch (IOException e) {
            findings.add(key.place(), "its permissions cannot be read (" + e.getClass().getSimpleName() + ")", "Name a file on a local disk");
        }
    }
}
