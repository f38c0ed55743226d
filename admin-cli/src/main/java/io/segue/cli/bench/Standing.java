package io.segue.cli.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What an endpoint has reached in a workload: medians over the rounds.
 *
 * @param clients of the load
 */
record Standing(String workload, int clients, String endpoint, List<Sample> samples) {

    Standing {
        samples = List.copyOf(samples);
    }

    double median(ToDoubleFunction<Sample> figure) {
        double[] sorted = samples.stream().mapToDouble(figure).filter(value -> !Double.isNaN(value)).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
    }

    /** How far the speeds of the rounds lie apart, as a share of the median: above some 0.15 the machine was not quiet. */
    double spread() {
        double[] sorted = samples.stream().mapToDouble(Standing::speed).sorted().toArray();
        return (sorted[sorted.length - 1] - sorted[0]) / median(Standing::speed);
    }

    double speed() {
        return median(Standing::speed);
    }

    private static double speed(Sample sample) {
        return Double.isNaN(sample.tps()) ? sample.megabytesPerSecond() : sample.tps();
    }
}
