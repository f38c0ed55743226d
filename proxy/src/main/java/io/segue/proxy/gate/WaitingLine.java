package io.segue.proxy.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** Who waits at a lane, in the order of arrival. Each place in it is one of the gate's, whose number is bounded. Event loop of the lane. */
final class WaitingLine {

    private final ShardGate gate;
    private final SequencedMap<Guest, Place> places = new LinkedHashMap<>();

    /** With how many bytes, since when, and whether with a read. */
    private record Place(int bytes, long sinceNanos, boolean toRead) {}

    WaitingLine(ShardGate gate) {
        this.gate = gate;
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** @return false when all the gate's places are taken */
    boolean add(Guest guest, boolean toRead) {
        int bytes = guest.waitingBytes();
        boolean hasPlace = gate.takePlaceInLine(bytes);
        if (hasPlace) {
            places.put(guest, new Place(bytes, System.nanoTime(), toRead));
        }
        return hasPlace;
    }

    /** Harmless for one that does not wait. */
    void remove(Guest guest) {
        Place place = places.remove(guest);
        if (place != null) {
            gate.givePlaceBack(place.bytes());
        }
    }

    /** Who waits longest; waits no longer. */
    Optional<Guest> poll() {
        Map.Entry<Guest, Place> first = places.pollFirstEntry();
        if (first == null) {
            return Optional.empty();
        }
        gate.givePlaceBack(first.getValue().bytes());
        return Optional.of(first.getKey());
    }

    /** Those who wait with a read: all of them, or those who came before an instant. They wait no longer when they are told. */
    void pollReaders(Optional<Long> beforeNanos, Consumer<Guest> news) {
        for (Guest guest : new ArrayList<>(places.sequencedKeySet())) {
            // What one guest does can end the waiting of another.
            Place place = places.get(guest);
            if (place != null && place.toRead() && beforeNanos.map(nanos -> place.sinceNanos() - nanos < 0).orElse(true)) {
                remove(guest);
                news.accept(guest);
            }
        }
    }
}
