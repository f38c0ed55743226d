package io.segue.proxy.data.login;

import io.netty.channel.Channel;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.data.entrance.BadPeers;
import io.segue.proxy.watch.LoginResult;
import io.segue.proxy.watch.Meters;

/** Tells log and meters how a login ended. */
final class LoginRecord {

    private final BadPeers badPeers;
    private final Meters meters;
    private final StartupMessage startup;

    LoginRecord(BadPeers badPeers, Meters meters, StartupMessage startup) {
        this.badPeers = badPeers;
        this.meters = meters;
        this.startup = startup;
    }

    void accepted() {
        meters.login(LoginResult.ACCEPTED);
    }

    void refused(ErrorFields error, String reason, Channel channel) {
        meters.login(result(error));
        turnedAway(error, reason, channel);
    }

    /** Who counts why has done so already. */
    void turnedAway(ErrorFields error, String reason, Channel channel) {
        badPeers.report(
                channel,
                "login refused user=\"" + startup.user() + "\" database=\"" + startup.database() + "\" sqlstate=" + error.sqlState()
                        + " reason=\"" + reason + "\"");
        meters.error(error.sqlState());
    }

    private static LoginResult result(ErrorFields error) {
        if (error.is(SqlState.INVALID_PASSWORD)) {
            return LoginResult.WRONG_PASSWORD;
        }
        if (error.is(SqlState.INVALID_CATALOG_NAME)) {
            return LoginResult.UNKNOWN_DATABASE;
        }
        if (error.is(SqlState.INVALID_AUTHORIZATION_SPECIFICATION)) {
            return LoginResult.NOT_ALLOWED;
        }
        return error.is(SqlState.CANNOT_CONNECT_NOW) ? LoginResult.SERVER_UNREACHABLE : LoginResult.SERVER_REFUSED;
    }
}
