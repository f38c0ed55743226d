package io.segue.proxy.control.migration.machine;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;

/** Names of physical replication slots: {@code segue_<shard>_<standby>}, within PostgreSQL's rules for slot names. */
final class SlotName {

    /** NAMEDATALEN - 1. */
    private static final int MAX_LENGTH = 63;

    private static final String NOT_ALLOWED = "[^a-z0-9_]";

    private SlotName() {}

    /** The slot through which {@code standby} streams. Names that had to be changed or cut carry a checksum of the original. */
    static String of(String shard, String standby) {
        String wished = "segue_" + shard + "_" + standby;
        String allowed = wished.toLowerCase(Locale.ROOT).replaceAll(NOT_ALLOWED, "_");
        if (allowed.equals(wished) && allowed.length() <= MAX_LENGTH) {
            return allowed;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(wished.getBytes(StandardCharsets.UTF_8));
        String suffix = "_%08x".formatted(checksum.getValue());
        return allowed.substring(0, Math.min(allowed.length(), MAX_LENGTH - suffix.length())) + suffix;
    }
}
