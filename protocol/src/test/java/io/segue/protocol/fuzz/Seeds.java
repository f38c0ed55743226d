package io.segue.protocol.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The inputs that are kept of a target: lines in hexadecimal, in {@code src/test/resources}; what stands behind a # is a comment. */
final class Seeds {

    private static final HexFormat HEX = HexFormat.of();

    private Seeds() {}

    static List<byte[]> of(FuzzTarget target) {
        String name = target.label() + ".hex";
        try (InputStream file = Seeds.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the target has no seeds: " + name);
            }
            return read(new String(file.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> read(String text) {
        return text.lines().map(line -> line.replaceFirst("#.*", "").strip()).filter(line -> !line.isEmpty()).map(HEX::parseHex).toList();
    }

    /** As files, one each: what the fuzzer begins with. */
    static void expand(FuzzTarget target, Path directory) throws IOException {
        Files.createDirectories(directory);
        List<byte[]> seeds = of(target);
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(directory.resolve("seed-" + i), seeds.get(i));
        }
    }

    /** The other way round. @return lines that are not in the seeds of {@code target} yet */
    static List<String> lines(FuzzTarget target, Path directory) throws IOException {
        List<String> known = of(target).stream().map(HEX::formatHex).toList();
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().map(Seeds::hex).filter(line -> !line.isEmpty() && !known.contains(line)).toList();
        }
    }

    private static String hex(Path file) {
        try {
            return HEX.formatHex(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
