package io.segue.proxy.data.login;

import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.config.hba.LoginMethod;

/** Every error that Segue itself shows to a client that logs in: where the server has words for it, the server's. */
final class LoginErrors {

    private static final String WHERE_RULES_STAND = "The rules stand in hba of Segue's configuration; SHOW HBA in its console lists them.";

    private LoginErrors() {}

    static ErrorFields noRule(ClientOrigin origin, StartupMessage startup) {
        String from = Hba.isPhysicalReplication(startup)
                ? "no pg_hba.conf entry for replication connection from host \"%s\", user \"%s\", %s"
                        .formatted(origin.hostText(), startup.user(), encryption(origin))
                : "no pg_hba.conf entry for host \"%s\", user \"%s\", database \"%s\", %s"
                        .formatted(origin.hostText(), startup.user(), startup.database(), encryption(origin));
        return ErrorFields.fatal(SqlState.INVALID_AUTHORIZATION_SPECIFICATION, from).hint(WHERE_RULES_STAND).from("auth.c", "ClientAuthentication");
    }

    static ErrorFields rejected(ClientOrigin origin, StartupMessage startup) {
        String from = Hba.isPhysicalReplication(startup)
                ? "pg_hba.conf rejects replication connection for host \"%s\", user \"%s\", %s"
                        .formatted(origin.hostText(), startup.user(), encryption(origin))
                : "pg_hba.conf rejects connection for host \"%s\", user \"%s\", database \"%s\", %s"
                        .formatted(origin.hostText(), startup.user(), startup.database(), encryption(origin));
        return ErrorFields.fatal(SqlState.INVALID_AUTHORIZATION_SPECIFICATION, from).hint(WHERE_RULES_STAND).from("auth.c", "ClientAuthentication");
    }

    private static String encryption(ClientOrigin origin) {
        return origin.isEncrypted() ? "SSL encryption" : "no encryption";
    }

    static ErrorFields wrongPassword(String role) {
        return ErrorFields.fatal(SqlState.INVALID_PASSWORD, "password authentication failed for user \"" + role + "\"")
                .from("auth.c", "auth_failed");
    }

    static ErrorFields certificateMissing() {
        return ErrorFields.fatal(SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "connection requires a valid client certificate")
                .from("auth.c", "ClientAuthentication");
    }

    /** The name on the certificate is not the role's; told as if the rule's method had failed (auth.c, auth_failed). */
    static ErrorFields nameOnCertificate(LoginMethod method, String role) {
        return switch (method) {
            case LoginMethod.ScramSha256 _, LoginMethod.Md5 _, LoginMethod.Password _ -> wrongPassword(role);
            case LoginMethod.Certificate _ -> failed("certificate", role);
            case LoginMethod.Trust _, LoginMethod.Reject _, LoginMethod.PassThrough _ -> failed("\"trust\"", role);
        };
    }

    private static ErrorFields failed(String method, String role) {
        return ErrorFields.fatal(SqlState.INVALID_AUTHORIZATION_SPECIFICATION, method + " authentication failed for user \"" + role + "\"")
                .from("auth.c", "auth_failed");
    }

    static ErrorFields clearTextOverPlain() {
        return ErrorFields.fatal(SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "the password would travel in clear over a connection without encryption")
                .hint("Connect with sslmode=require, or let the administrator write clear-text = anywhere into the rule.");
    }

    static ErrorFields credentialsUnavailable(String reason) {
        return ErrorFields.fatal(SqlState.CANNOT_CONNECT_NOW, "the password cannot be checked now")
                .detail(reason)
                .hint("Try again when a server of the shard can be reached.");
    }

    static ErrorFields tooMuchPasswordWork() {
        return ErrorFields.fatal(SqlState.TOO_MANY_CONNECTIONS, "too many passwords are being checked").hint("Try again.");
    }

    static ErrorFields notPermitted(String role) {
        return ErrorFields.fatal(
                        SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "role \"" + role + "\" is not permitted to log in")
                .from("miscinit.c", "InitializeSessionUserId");
    }

    static ErrorFields notAnAdmin(String role) {
        return ErrorFields.fatal(
                        SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "role \"" + role + "\" is not permitted to use the console")
                .hint("The roles that are stand in console.roles of the configuration.");
    }

    static ErrorFields noPassThroughToConsole() {
        return ErrorFields.fatal(
                        SqlState.FEATURE_NOT_SUPPORTED, "the console has no server behind it to which a login could be passed through")
                .hint("Write a rule with another method for database segue before this one, and a user list if the servers know no password.");
    }

    static ErrorFields unknownDatabase(String database) {
        return ErrorFields.fatal(SqlState.INVALID_CATALOG_NAME, "database \"" + database + "\" does not exist")
                .hint("No shard in Segue's configuration claims it.")
                .from("postinit.c", "InitPostgres");
    }
}
