package io.segue.cli.bulk;

/**
 * The memory of the proxy at an instant, in bytes.
 *
 * @param heap what lives in the heap: looked at behind a collection
 * @param direct what Netty's allocator has taken outside of the heap, where bytes on their way stand
 * @param resident of the process as a whole, as the kernel counts it
 */
record Memory(long heap, long direct, long resident) {

    /** The higher of each. */
    Memory highest(Memory other) {
        return new Memory(Math.max(heap, other.heap), Math.max(direct, other.direct), Math.max(resident, other.resident));
    }
}
