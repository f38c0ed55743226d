package io.segue.proxy.data.login;

import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.route.Shard;
import java.util.Optional;

/** Where a client wants to go: to a shard, or to the console. */
record Destination(LoginServices services, StartupMessage startup) {

    boolean isConsole() {
        return ConsoleDoor.DATABASES.contains(startup.database());
    }

    /** The one whose servers know the client. An admin's password is checked against the first shard's: the console itself has none. */
    Optional<Shard> shard() {
        if (isConsole()) {
            return services.shards().shards().stream().findFirst();
        }
        return Hba.isPhysicalReplication(startup)
                ? services.shards().ofPhysicalReplication(startup.database())
                : services.shards().ofDatabase(startup.database());
    }

    /** What the console has against a client that is who it says; to the others their server speaks for itself. */
    Optional<ErrorFields> objection(Optional<Credential> known) {
        if (!isConsole()) {
            return Optional.empty();
        }
        if (known.isPresent() && known.get() instanceof Credential.Known(_, _, Credential.Permission permission)
                && permission == Credential.Permission.NOLOGIN) {
            return Optional.of(LoginErrors.notPermitted(startup.user()));
        }
        return services.adminRoles().contains(startup.user()) ? Optional.empty() : Optional.of(LoginErrors.notAnAdmin(startup.user()));
    }
}
