package io.segue.proxy.config;

import io.segue.proxy.config.schema.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A configuration without findings, to be spoilt by a test in one place. */
final class ConfigFile {

    static final String GOOD =
            """
            segue {
              listen = [ { address = "127.0.0.1", port = 6432, authentication = trust } ]
              console { roles = [ops] }
              nodes {
                node_a { host = "10.0.0.1", port = 5432, data-directory = "/a", binaries = "/bin", shell = ["sh"] }
                node_b { host = "10.0.0.2", port = 5432, data-directory = "/b", binaries = "/bin", shell = ["ssh", "b", "sh"] }
              }
              shards {
                main { databases = ["*"], nodes = [node_a, node_b] }
              }
              limits {
                hold = 3s
              }
            }
            """;

    private final Path file;
    private String text = GOOD;
    private Map<String, String> environment = Map.of();

    ConfigFile(Path directory) {
        this.file = directory.resolve("segue.conf");
    }

    /** Replaces a part of the good text; that it is there is checked, lest the test prove nothing. */
    ConfigFile with(String good, String bad) {
        if (!text.contains(good)) {
            throw new IllegalArgumentException("not in the good file: " + good);
        }
        text = text.replace(good, bad);
        return this;
    }

    ConfigFile environment(String name, String value) {
        environment = Map.of(name, value);
        return this;
    }

    SegueConfig load() throws InvalidConfigException {
        return ConfigLoader.load(written(), environment);
    }

    ConfigCheck check() {
        return ConfigCheck.of(written(), environment);
    }

    /** Every finding as {@code line: path: problem. remedy.} */
    List<String> findings() {
        try {
            load();
            return List.of();
        } catch (InvalidConfigException e) {
            return e.findings().stream().map(this::withoutFile).toList();
        }
    }

    private String withoutFile(Finding finding) {
        return finding.toString().replace(file + ":", "").strip();
    }

    private Path written() {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
