package io.segue.proxy.data.login;

import io.netty.channel.Channel;
import io.segue.protocol.message.StartupMessage;
import java.util.Set;

/** Where an authenticated admin's connection goes. The console's own handler takes over the channel and sends the rest of the hello. */
@FunctionalInterface
public interface ConsoleDoor {

    /** Names of the virtual database. */
    Set<String> DATABASES = Set.of("segue", "pgbouncer");

    /** Called on the channel's event loop, with AuthenticationOk sent; what is added at the end of the pipeline hears the client from then on. */
    void open(Channel channel, StartupMessage startup);
}
