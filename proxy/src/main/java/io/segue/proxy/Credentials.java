package io.segue.proxy;

import io.segue.protocol.login.StoredPassword;
import io.segue.proxy.control.credentials.RoleDirectory;
import io.segue.proxy.control.credentials.RoleLookup;
import io.segue.proxy.data.login.Credential;
import io.segue.proxy.data.login.Credential.Permission;
import io.segue.proxy.data.login.Credential.Scheme;
import io.segue.proxy.data.login.CredentialSource;
import io.segue.proxy.route.Shard;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Lets logins ask control for roles without waiting for the answer. */
record Credentials(RoleDirectory directory) implements CredentialSource {

    @Override
    public CompletionStage<Credential> find(Shard shard, String role) {
        return directory.find(shard, role).handle((lookup, failure) -> failure != null
                ? new Credential.Unavailable("the look-up failed: " + failure)
                : translate(lookup));
    }

    @Override
    public CompletionStage<Optional<StoredPassword>> listed(String role) {
        return directory.listed(role);
    }

    private static Credential translate(RoleLookup lookup) {
        return switch (lookup) {
            case RoleLookup.Found(var password, var groups, boolean mayLogIn) ->
                new Credential.Known(password, groups, mayLogIn ? Permission.LOGIN : Permission.NOLOGIN);
            case RoleLookup.Doomed(var groups, boolean md5, String reason) ->
                new Credential.Doomed(groups, md5 ? Scheme.MD5 : Scheme.SCRAM_SHA_256, reason);
            case RoleLookup.Unavailable(String reason) -> new Credential.Unavailable(reason);
        };
    }
}
