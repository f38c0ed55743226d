package io.segue.proxy.rehearsal;

import io.segue.protocol.login.ScramSha256;
import io.segue.proxy.Proxy;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All classes of the proxy: also those that only a move needs, which is when nobody wants to wait for them. */
final class OwnClasses {

    private static final String SUFFIX = ".class";

    private OwnClasses() {}

    /**
     * Loads them, and initialises none.
     *
     * @return how many
     */
    static int load() throws IOException, URISyntaxException, ClassNotFoundException {
        int loaded = 0;
        for (Class<?> one : List.of(ScramSha256.class, Proxy.class)) {
            for (String name : besides(one)) {
                Class.forName(name, false, one.getClassLoader());
                loaded++;
            }
        }
        return loaded;
    }

    /** Names of the classes in the same jar, or directory when they are not packaged. */
    private static List<String> besides(Class<?> one) throws IOException, URISyntaxException {
        URI place = one.getProtectionDomain().getCodeSource().getLocation().toURI();
        Path path = Path.of(place);
        if (Files.isDirectory(path)) {
            return names(path);
        }
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
            return names(jar.getPath("/"));
        }
    }

    private static List<String> names(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(SUFFIX) && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'))
                    .toList();
        }
    }
}
