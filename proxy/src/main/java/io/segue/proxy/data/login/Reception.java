package io.segue.proxy.data.login;

import io.netty.channel.Channel;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.data.backend.LoginKey;
import io.segue.proxy.route.Shard;
import java.util.Optional;

/** Where a client goes that has logged in. Event loop of its channel. */
public interface Reception {

    /**
     * A client that goes on to a session.
     *
     * @param method by which it logged in, for people
     */
    record Arrival(Shard shard, StartupMessage startup, LoginKey key, String method) {}

    /** Takes a place for a client, until its connection is closed. @return why there is none, which has been counted; empty when there is */
    Optional<ErrorFields> enter(Channel channel, StartupMessage startup);

    /** Begins the session: its handler is the last of the pipeline from here on. */
    void begin(Channel channel, Arrival arrival);

    /** Seats an admin; the console's handler is the last of the pipeline from here on. */
    void openConsole(Channel channel, StartupMessage startup);

    /** The login is over, and with it its deadline. */
    void loggedIn(Channel channel);
}
