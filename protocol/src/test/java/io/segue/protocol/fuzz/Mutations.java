package io.segue.protocol.fuzz;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Inputs beside the seeds of a target: the same ones on every machine and in every run, as they are drawn from a fixed number. It is no
 * search, as nothing is learnt from what they reach; that is what the engine of {@code bin/fuzz} is for, and what it reaches becomes a seed.
 */
final class Mutations {

    private static final int MAX_CHANGES = 4;
    private static final int MAX_BYTES = 4096;
    /** Where counts and lengths, as the protocol writes them, are likely to be taken for something else. */
    private static final int[] INTERESTING = {0, 1, 3, 4, 5, 8, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x1_0000, Integer.MAX_VALUE, Integer.MIN_VALUE, -1};

    private final FuzzTarget target;
    private final List<byte[]> seeds;
    private final Random random;

    Mutations(FuzzTarget target, long number) {
        this.target = target;
        this.seeds = Seeds.of(target);
        this.random = new Random(number);
    }

    /**
     * Runs the target on so many inputs for each of its seeds.
     *
     * @return what was found first, with the input in the seeds' own notation; empty when nothing was
     */
    Optional<String> run(int inputsPerSeed) {
        for (byte[] seed : seeds) {
            for (int i = 0; i < inputsPerSeed; i++) {
                byte[] input = mutated(seed);
                try {
                    target.run(input);
                } catch (RuntimeException | Error finding) {
                    return Optional.of(target.label() + ": " + finding + " with the input " + HexFormat.of().formatHex(input));
                }
            }
        }
        return Optional.empty();
    }

    private byte[] mutated(byte[] seed) {
        byte[] input = seed;
        int changes = 1 + random.nextInt(MAX_CHANGES);
        for (int i = 0; i < changes; i++) {
            input = change(input);
        }
        return input.length > MAX_BYTES ? Arrays.copyOf(input, MAX_BYTES) : input;
    }

    private byte[] change(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int length = random.nextInt(1 + Math.min(16, input.length - at));
        return switch (random.nextInt(8)) {
            case 0 -> written(input, at, (byte) (at < input.length ? input[at] ^ 1 << random.nextInt(8) : 0));
            case 1 -> written(input, at, (byte) random.nextInt(256));
            case 2 -> written(input, at, interesting());
            case 3 -> joined(input, at, new byte[] {(byte) random.nextInt(256)}, at);
            case 4 -> joined(input, at, new byte[0], at + length);
            case 5 -> joined(input, at, Arrays.copyOfRange(input, at, at + length), at);
            case 6 -> joined(input, at, part(seeds.get(random.nextInt(seeds.size()))), at + length);
            default -> Arrays.copyOf(input, at);
        };
    }

    private byte[] interesting() {
        int value = INTERESTING[random.nextInt(INTERESTING.length)];
        return random.nextBoolean()
                ? new byte[] {(byte) (value >>> 8), (byte) value}
                : new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    private byte[] part(byte[] of) {
        int from = random.nextInt(of.length + 1);
        return Arrays.copyOfRange(of, from, from + random.nextInt(of.length - from + 1));
    }

    private static byte[] written(byte[] input, int at, byte... bytes) {
        return joined(input, at, bytes, Math.min(input.length, at + bytes.length));
    }

    /** {@code input} with {@code middle} in place of what stands between {@code to} and {@code from}. */
    private static byte[] joined(byte[] input, int to, byte[] middle, int from) {
        byte[] result = Arrays.copyOf(input, to + middle.length + input.length - from);
        System.arraycopy(middle, 0, result, to, middle.length);
        System.arraycopy(input, from, result, to + middle.length, input.length - from);
        return result;
    }
}
