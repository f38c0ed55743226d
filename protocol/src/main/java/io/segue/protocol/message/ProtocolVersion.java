package io.segue.protocol.message;

/** A version of the protocol, as StartupMessage asks for it: major in the upper, minor in the lower 16 bits of an Int32. */
public record ProtocolVersion(int major, int minor) implements Comparable<ProtocolVersion> {

    public static final ProtocolVersion V3_0 = new ProtocolVersion(3, 0);
    /** PostgreSQL 18: cancel keys of up to 256 bytes. There was no 3.1. */
    public static final ProtocolVersion V3_2 = new ProtocolVersion(3, 2);

    public static ProtocolVersion of(int code) {
        return new ProtocolVersion(code >>> 16, code & 0xFFFF);
    }

    public int code() {
        return major << 16 | minor;
    }

    /** What a client is told that asks for a version of which not even the major one is spoken here. */
    public ProtocolViolationException unsupported() {
        return new ProtocolViolationException(
                SqlState.FEATURE_NOT_SUPPORTED, "unsupported frontend protocol %s: server supports %s to %s".formatted(this, V3_0, V3_2));
    }

    @Override
    public int compareTo(ProtocolVersion other) {
        return Integer.compareUnsigned(code(), other.code());
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
