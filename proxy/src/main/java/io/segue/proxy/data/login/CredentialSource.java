package io.segue.proxy.data.login;

import io.segue.protocol.login.StoredPassword;
import io.segue.proxy.route.Shard;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where is known what roles log in with. Implemented by control: the operator's user list, and the servers of the shard. */
public interface CredentialSource {

    /** What is known of a role. Never completes exceptionally; completes on any thread. */
    CompletionStage<Credential> find(Shard shard, String role);

    /** The role's entry in the user list, for clients that prove themselves without a password. Completes like {@link #find}. */
    CompletionStage<Optional<StoredPassword>> listed(String role);
}
