package io.segue.cli.bench;

/**
 * One load on one endpoint. What a workload does not measure is NaN.
 *
 * @param tps transactions in a second
 * @param p50Micros and {@code p99Micros}: of the transactions that were sampled
 * @param cpuMicrosPerTransaction of the proxy
 * @param allocatedBytesPerTransaction by the event loops of a Segue, on their heap
 * @param userShare of that CPU that was not the kernel's, 0 to 1
 * @param megabytesPerSecond of data, MB = 10^6 bytes
 * @param cpuSecondsPerGigabyte of the proxy
 * @param residentMegabytes of the proxy behind the load
 */
record Sample(
        double tps,
        double p50Micros,
        double p99Micros,
        double cpuMicrosPerTransaction,
        double allocatedBytesPerTransaction,
        double userShare,
        double megabytesPerSecond,
        double cpuSecondsPerGigabyte,
        double residentMegabytes) {

    static Sample transactions(double tps, double p50, double p99, double cpu, double allocated, double userShare, double resident) {
        return new Sample(tps, p50, p99, cpu, allocated, userShare, Double.NaN, Double.NaN, resident);
    }

    static Sample bulk(double megabytesPerSecond, double cpuSecondsPerGigabyte, double userShare, double resident) {
        return new Sample(
                Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, userShare, megabytesPerSecond, cpuSecondsPerGigabyte, resident);
    }
}
