package io.segue.proxy.data.entrance;

import io.segue.proxy.watch.RefusalReason;

/** Of what there are too many for one more client. */
public sealed interface Crowding {

    /** For the meters. */
    RefusalReason reason();

    /** @param most {@code limits.clients} */
    record InAll(int most) implements Crowding {
        @Override
        public RefusalReason reason() {
            return RefusalReason.TOO_MANY_CLIENTS;
        }
    }

    /** There are places, for the roles of the console. @param reserved {@code limits.reserved-clients} */
    record Reserved(int reserved) implements Crowding {
        @Override
        public RefusalReason reason() {
            return RefusalReason.RESERVED_FOR_ADMINS;
        }
    }

    /** @param most {@code limits.consoles} */
    record Consoles(int most) implements Crowding {
        @Override
        public RefusalReason reason() {
            return RefusalReason.TOO_MANY_CONSOLES;
        }
    }

    /** @param most {@code limits.clients-per-database} */
    record OfDatabase(String database, int most) implements Crowding {
        @Override
        public RefusalReason reason() {
            return RefusalReason.TOO_MANY_OF_DATABASE;
        }
    }

    /** @param most {@code limits.clients-per-role} */
    record OfRole(String role, int most) implements Crowding {
        @Override
        public RefusalReason reason() {
            return RefusalReason.TOO_MANY_OF_ROLE;
        }
    }

    /** @param most {@code limits.clients-per-address} */
    record FromAddress(String address, int most) implements Crowding {
        @Override
        public RefusalReason reason() {
            return RefusalReason.TOO_MANY_FROM_ADDRESS;
        }
    }
}
