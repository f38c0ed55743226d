package io.segue.proxy.data.entrance;

import io.segue.proxy.config.ClientLimits;
import io.segue.proxy.watch.LimitView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The places for those who have proved who they are: how many are taken, in all and by each database, role and address, and the number each
 * session gets. Roles of the console find the reserve, and the limits for each do not hold for them, as they do not for superusers of a
 * server; the console itself has places of its own.
 *
 * <p>Any thread.
 */
public final class ClientCount {

    private final ClientLimits limits;
    private final Tally inAll = new Tally();
    private final Tally consoles = new Tally();
    private final KeyedTally databases;
    private final KeyedTally roles;
    private final KeyedTally addresses;
    private final AtomicLong ids = new AtomicLong();

    /** What came of somebody's wish to come in. */
    public sealed interface Answer {

        record Admitted(Place place) implements Answer {}

        record Refused(Crowding crowding) implements Answer {}
    }

    /** A place that is taken. */
    public static final class Place {

        private final Runnable leave;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(Runnable leave) {
            this.leave = leave;
        }

        /** Gives it back; once is enough. */
        public void leave() {
            if (left.compareAndSet(false, true)) {
                leave.run();
            }
        }
    }

    public ClientCount(ClientLimits limits) {
        this.limits = limits;
        this.databases = new KeyedTally("clients-per-database", limits.perDatabase());
        this.roles = new KeyedTally("clients-per-role", limits.perRole());
        this.addresses = new KeyedTally("clients-per-address", limits.perAddress());
    }

    /** Sessions and consoles. */
    public int present() {
        return inAll.used() + consoles.used();
    }

    public long nextId() {
        return ids.incrementAndGet();
    }

    public Answer enterConsole() {
        if (consoles.enter(limits.consoles())) {
            return new Answer.Admitted(new Place(consoles::leave));
        }
        consoles.refuse();
        return new Answer.Refused(new Crowding.Consoles(limits.consoles()));
    }

    public Answer enter(Newcomer who) {
        int most = who.admin() ? limits.inAll() : limits.inAll() - limits.reserved();
        if (!inAll.enter(most)) {
            inAll.refuse();
            boolean reserveIsLeft = !who.admin() && limits.reserved() > 0 && inAll.used() < limits.inAll();
            return new Answer.Refused(reserveIsLeft ? new Crowding.Reserved(limits.reserved()) : new Crowding.InAll(limits.inAll()));
        }
        Optional<Crowding> crowding = enterEach(who);
        if (crowding.isPresent()) {
            leave(who);
            return new Answer.Refused(crowding.get());
        }
        return new Answer.Admitted(new Place(() -> leave(who)));
    }

    private Optional<Crowding> enterEach(Newcomer who) {
        Optional<Integer> ofDatabase = databases.enter(who.database(), who.admin());
        Optional<Integer> ofRole = roles.enter(who.role(), who.admin());
        Optional<Integer> fromAddress = addresses.enter(who.address(), who.admin());
        return ofDatabase.<Crowding>map(most -> new Crowding.OfDatabase(who.database(), most))
                .or(() -> ofRole.map(most -> new Crowding.OfRole(who.role(), most)))
                .or(() -> fromAddress.map(most -> new Crowding.FromAddress(who.address(), most)));
    }

    private void leave(Newcomer who) {
        addresses.leave(who.address());
        roles.leave(who.role());
        databases.leave(who.database());
        inAll.leave();
    }

    /** For SHOW LIMITS. */
    public List<LimitView> views() {
        return List.of(
                inAll.view("clients", limits.inAll()),
                databases.view(),
                roles.view(),
                addresses.view(),
                consoles.view("consoles", limits.consoles()));
    }
}
