package io.segue.cli.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CPU time and memory of a process and its children, as the kernel counts them (proc(5)). Steps of 10 ms, so a short load is counted coarsely. */
public record ProcessMeter(long pid) {

    /** USER_HZ, which proc(5) counts in; 100 on every Linux that Java runs on. */
    private static final long TICKS_PER_SECOND = 100;

    private static final long MICROS_PER_TICK = 1_000_000 / TICKS_PER_SECOND;
    /** Behind the name in parentheses: utime is field 14 of all, stime 15 (proc(5), /proc/pid/stat). */
    private static final int UTIME = 11;

    private static final int STIME = 12;

    /** @param userMicros and {@code systemMicros}: since the process began */
    public record Cpu(long userMicros, long systemMicros) {

        public Cpu plus(Cpu other) {
            return new Cpu(userMicros + other.userMicros, systemMicros + other.systemMicros);
        }

        public Cpu since(Cpu earlier) {
            return new Cpu(userMicros - earlier.userMicros, systemMicros - earlier.systemMicros);
        }

        public long micros() {
            return userMicros + systemMicros;
        }

        /** What of it was not the kernel's, 0 to 1. */
        public double userShare() {
            return micros() == 0 ? 0 : (double) userMicros / micros();
        }
    }

    public Cpu cpu() {
        return processes().map(ProcessMeter::cpuOf).reduce(new Cpu(0, 0), Cpu::plus);
    }

    /** Resident memory in bytes. */
    public long residentBytes() {
        return processes().mapToLong(ProcessMeter::residentBytesOf).sum();
    }

    private Stream<Long> processes() {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(ProcessHandle::pid);
    }

    private static Cpu cpuOf(long process) {
        List<String> fields = words(process, "stat").stream().limit(1).flatMap(line -> {
            String behindName = line.substring(line.lastIndexOf(')') + 2);
            return Stream.of(behindName.split(" "));
        }).toList();
        return fields.size() <= STIME
                ? new Cpu(0, 0)
                : new Cpu(Long.parseLong(fields.get(UTIME)) * MICROS_PER_TICK, Long.parseLong(fields.get(STIME)) * MICROS_PER_TICK);
    }

    private static long residentBytesOf(long process) {
        return words(process, "status").stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    /** A process that is gone has used what it has used; nothing more can be said of it. */
    private static List<String> words(long process, String file) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process + "/" + file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
