package io.segue.proxy.data.net.tls;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.segue.proxy.config.TlsFiles;
import io.segue.proxy.watch.CertificateLoad;
import io.segue.proxy.watch.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the files of a listener have changed, and has them loaded. Looks instead of being told, because certificates are also
 * renewed by turning a symbolic link in a directory above, on disks that tell nothing. Files that are still being changed are left alone
 * until two looks find the same. A thread of its own.
 */
public final class CertificateWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);

    /** A look under way is over in milliseconds; what it loads must not be closed under it. */
    private static final long FAREWELL_SECONDS = 2;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("certificates", true));
    private final List<Watched> watched = new ArrayList<>();
    private final Meters meters;

    /** Of each file, what changes when it does; empty for one that is not there. */
    private record Look(List<Optional<Stamp>> stamps) {

        record Stamp(long modifiedMillis, long bytes, Object file) {}

        static Look at(TlsFiles files) {
            return new Look(Stream.concat(Stream.of(files.certificate(), files.key()), files.clientCa().stream())
                    .map(Look::stamp)
                    .toList());
        }

        private static Optional<Stamp> stamp(Path file) {
            try {
                BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
                return Optional.of(new Stamp(is.lastModifiedTime().toMillis(), is.size(), String.valueOf(is.fileKey())));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    private static final class Watched {

        final ListenerTls tls;
        Look tried;
        Look last;

        Watched(ListenerTls tls) {
            this.tls = tls;
            this.tried = Look.at(tls.files());
            this.last = tried;
        }
    }

    /** @param interval between two looks */
    public CertificateWatch(List<ListenerTls> listeners, Duration interval, Meters meters) {
        this.meters = meters;
        listeners.forEach(tls -> watched.add(new Watched(tls)));
        thread.scheduleWithFixedDelay(
                () -> watched.forEach(this::look), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look(Watched each) {
        try {
            Look now = Look.at(each.tls.files());
            boolean settled = now.equals(each.last);
            each.last = now;
            if (settled && !now.equals(each.tried)) {
                each.tried = now;
                load(each.tls);
            }
        } catch (RuntimeException e) {
            log.error("the watch of {} failed; it goes on", each.tls.files().certificate(), e);
        }
    }

    private void load(ListenerTls tls) {
        try {
            tls.load();
            meters.certificate(CertificateLoad.LOADED);
            log.info("certificate loaded file={} subject=\"{}\" not_after={}", tls.files().certificate(), tls.subject(), tls.notAfter());
        } catch (IOException e) {
            meters.certificate(CertificateLoad.REFUSED);
            log.warn("certificate not loaded, the one before stays in force not_after={}: {}", tls.notAfter(), e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
