package io.segue.proxy.data.session;

import io.netty.channel.Channel;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.data.entrance.ClientCount;
import io.segue.proxy.data.entrance.Crowding;
import io.segue.proxy.data.entrance.Newcomer;
import io.segue.proxy.data.entrance.Peers;
import io.segue.proxy.data.net.ClientAddress;
import io.segue.proxy.data.login.ConsoleDoor;
import io.segue.proxy.data.login.Reception;
import io.segue.proxy.data.net.ClientAddress;
import java.time.Instant;
import java.util.Optional;

/** Gives clients that have logged in their session, or their seat at the console. Event loop of the client. */
final class SessionReception implements Reception {

    private final Services services;

    SessionReception(Services services) {
        this.services = services;
    }

    @Override
    public Optional<ErrorFields> enter(Channel channel, StartupMessage startup) {
        return switch (askForPlace(channel, startup)) {
            case ClientCount.Answer.Admitted(ClientCount.Place place) -> {
                channel.closeFuture().addListener(_ -> place.leave());
                yield Optional.empty();
            }
            case ClientCount.Answer.Refused(Crowding crowding) -> {
                services.meters().refused(crowding.reason());
                yield Optional.of(OwnErrors.crowded(crowding));
            }
        };
    }

    private ClientCount.Answer askForPlace(Channel channel, StartupMessage startup) {
        return ConsoleDoor.DATABASES.contains(startup.database())
                ? services.clients().enterConsole()
                : services.clients().enter(new Newcomer(
                        startup.database(), startup.user(), Peers.host(ClientAddress.of(channel)),
                        services.login().adminRoles().contains(startup.user())));
    }

    @Override
    public void begin(Channel channel, Arrival arrival) {
        ClientIdentity identity = new ClientIdentity(
                services.clients().nextId(), arrival.shard(), arrival.startup(), arrival.key(), arrival.method(), Instant.now());
        ClientSession session = new ClientSession(identity, services, channel.eventLoop(), new ClientConnection(channel));
        channel.pipeline().addLast("session", new ClientHandler(session, services.idleLimit()));
        session.begin();
    }

    @Override
    public void openConsole(Channel channel, StartupMessage startup) {
        services.console().open(channel, startup);
    }

    @Override
    public void loggedIn(Channel channel) {
        services.halfOpenLogins().end(channel);
        channel.pipeline().remove(LoginDeadline.class);
    }
}
