package io.segue.proxy.control.node.survey;

import java.util.List;

/**
 * What the shell on a node's machine sees.
 *
 * @param dataFreeBytes free where the data directory is
 * @param walFreeBytes free where {@code pg_wal} is
 * @param writable whether it may create files in the data directory
 * @param signals whether it may signal the postmaster
 * @param programsVersion of the programs in the node's binaries directory, as {@code server_version_num} has it; 0 when not known
 * @param programs which of those that a move needs are missing there
 * @param standbySignal whether {@code standby.signal} is in the data directory
 * @param rivals files that only another high-availability manager leaves there
 * @param service the systemd unit that the postmaster belongs to, or empty
 * @param mappedBytes shared memory that the server's processes have touched, added up, without huge pages; 0 when the machine does not say
 * @param processors that it gives to programs, at least 1
 */
public record MachineSurvey(
        long dataFreeBytes,
        long walFreeBytes,
        boolean writable,
        boolean signals,
        int programsVersion,
        List<String> programs,
        boolean standbySignal,
        List<String> rivals,
        String service,
        long mappedBytes,
        int processors) {

    public MachineSurvey {
        programs = List.copyOf(programs);
        rivals = List.copyOf(rivals);
    }
}
