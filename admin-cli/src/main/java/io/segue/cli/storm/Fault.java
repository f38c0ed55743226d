package io.segue.cli.storm;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Something that breaks. SOURCE is the node that serves when the move begins, TARGET the other one. */
sealed interface Fault {

    /** SIGKILL; the service manager starts it again. */
    record Kill(Victim victim) implements Fault {

        @Override
        public String label() {
            return "kill -9 of " + victim.label();
        }
    }

    /** SIGSTOP, for a while. */
    record Stop(Victim victim) implements Fault {

        @Override
        public String label() {
            return "SIGSTOP of " + victim.label();
        }
    }

    /** Connections to a node are reset, and refused for a while. */
    record Cut(Place node, Traffic traffic) implements Fault {

        @Override
        public String label() {
            return "cut " + traffic.label() + " to " + node.label();
        }
    }

    /** Nothing passes on connections to a node, for a while, and nobody is told. */
    record Freeze(Place node, Traffic traffic) implements Fault {

        @Override
        public String label() {
            return "freeze " + traffic.label() + " to " + node.label();
        }
    }

    /** A node's file system has no room, for a while. */
    record FillDisk(Place node) implements Fault {

        @Override
        public String label() {
            return "full disk of " + node.label();
        }
    }

    /** The wall clock that the proxy sees, by hours, for a while; never the machine's. */
    record JumpClock(Direction direction) implements Fault {

        @Override
        public String label() {
            return "the proxy's clock " + direction.label();
        }
    }

    enum Direction {
        FORWARD("5 h on", "+5h"),
        BACK("5 h back", "-5h");

        private final String label;
        private final String offset;

        Direction(String label, String offset) {
            this.label = label;
            this.offset = offset;
        }

        String label() {
            return label;
        }

        String offset() {
            return offset;
        }
    }

    enum Place {
        SOURCE,
        TARGET;

        String label() {
            return "the " + name().toLowerCase(Locale.ROOT);
        }
    }

    enum Victim {
        PROXY("the proxy"),
        SOURCE("the source"),
        TARGET("the target"),
        BACKEND("a client's backend"),
        RECEIVER("the target's walreceiver");

        private final String label;

        Victim(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    String label();

    /** Every one there is. */
    static List<Fault> all() {
        Stream<Fault> kills = Stream.of(Victim.PROXY, Victim.SOURCE, Victim.TARGET, Victim.BACKEND, Victim.RECEIVER).map(Kill::new);
        Stream<Fault> stops = Stream.of(Victim.PROXY, Victim.SOURCE, Victim.TARGET, Victim.RECEIVER).map(Stop::new);
        Stream<Fault> wires = Stream.of(Place.values()).flatMap(place -> Stream.of(Traffic.values())
                .flatMap(traffic -> Stream.of(new Cut(place, traffic), new Freeze(place, traffic))));
        Stream<Fault> disks = Stream.of(Place.values()).map(FillDisk::new);
        Stream<Fault> clocks = Stream.of(Direction.values()).map(JumpClock::new);
        return Stream.of(kills, stops, wires, disks, clocks).flatMap(each -> each).toList();
    }
}
