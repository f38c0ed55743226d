package io.segue.proxy.config.hba;

import java.net.InetAddress;
import java.util.Arrays;

/** The client addresses of a rule. {@code toString} is how it is written. */
public sealed interface AddressPattern {

    /** Every address. */
    record All() implements AddressPattern {

        @Override
        public String toString() {
            return "all";
        }
    }

    /** The addresses of this machine. */
    record SameHost() implements AddressPattern {

        @Override
        public String toString() {
            return "samehost";
        }
    }

    /** Every address in a network that this machine is connected to. */
    record SameNet() implements AddressPattern {

        @Override
        public String toString() {
            return "samenet";
        }
    }

    /**
     * A network, such as {@code 10.0.0.0/8}, or one address.
     *
     * @param prefix its length in bits
     */
    record Network(InetAddress address, int prefix) implements AddressPattern {

        public Network {
            if (prefix < 0 || prefix > bits(address)) {
                throw new IllegalArgumentException(prefix + " bits of " + address);
            }
        }

        /** @throws IllegalArgumentException when {@code text} is neither an address nor a network */
        public static Network parse(String text) {
            int slash = text.indexOf('/');
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            return new Network(address, slash < 0 ? bits(address) : Integer.parseInt(text.substring(slash + 1)));
        }

        public boolean contains(InetAddress other) {
            return bits(address) == bits(other) && Arrays.equals(masked(address), masked(other));
        }

        private byte[] masked(InetAddress whole) {
            byte[] bytes = whole.getAddress();
            for (int i = 0; i < bytes.length; i++) {
                int kept = Math.clamp(prefix - (long) i * Byte.SIZE, 0, Byte.SIZE);
                bytes[i] &= (byte) (0xFF << (Byte.SIZE - kept));
            }
            return bytes;
        }

        private static int bits(InetAddress address) {
            return address.getAddress().length * Byte.SIZE;
        }

        @Override
        public String toString() {
            return address.getHostAddress() + "/" + prefix;
        }
    }
}
