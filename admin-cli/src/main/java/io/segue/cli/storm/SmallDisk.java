package io.segue.cli.storm;

import io.segue.cli.stage.Programs;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.StageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of its own for a node's data directory, small enough to be filled. Needs the right to mount one. */
final class SmallDisk {

    private static final String SIZE = "1g";
    private static final String BALLAST = "ballast";
    private static final int BLOCK_BYTES = 1024 * 1024;

    private final Server server;
    private final Programs programs;

    private SmallDisk(Server server, Programs programs) {
        this.server = server;
        this.programs = programs;
    }

    /** Mounts it where the data directory will be. */
    static SmallDisk mount(Server server, Programs programs) throws StageException, InterruptedException {
        try {
            Files.createDirectory(server.dataDirectory());
        } catch (IOException e) {
            throw new StageException("cannot create " + server.dataDirectory(), e);
        }
        programs.run(List.of("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", server.dataDirectory().toString()));
        programs.run(List.of("chmod", "700", server.dataDirectory().toString()));
        if (!programs.serverPrefix().isEmpty()) {
            programs.run(List.of("chown", "--reference=" + programs.directory(), server.dataDirectory().toString()));
        }
        return new SmallDisk(server, programs);
    }

    /** Leaves no byte of room. */
    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast())) {
            byte[] block = new byte[BLOCK_BYTES];
            while (Files.getFileStore(ballast()).getUsableSpace() > 0) {
                int room = (int) Math.min(block.length, Files.getFileStore(ballast()).getUsableSpace());
                out.write(block, 0, room);
            }
        } catch (IOException full) {
            if (Files.getFileStore(ballast()).getUsableSpace() > BLOCK_BYTES) {
                throw full;
            }
        }
    }

    void relieve() throws IOException {
        Files.deleteIfExists(ballast());
    }

    /** Also while a server still runs on it: it is gone when that has ended. */
    void unmount() throws IOException, InterruptedException {
        programs.builder(List.of("umount", "-l", server.dataDirectory().toString())).start().waitFor();
    }

    private Path ballast() {
        return server.dataDirectory().resolve(BALLAST);
    }
}
