package io.segue.proxy.data.session;

import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.CancelKey;
import io.segue.protocol.message.CancelRequest;
import io.segue.protocol.message.ProtocolVersion;
import java.security.SecureRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who may be cancelled by which key. The process id is the server's own, as programs expect; the secret is ours, so that it stays valid when
 * the session moves. Any thread.
 */
public final class CancelKeys {

    /** As PostgreSQL 18's own (MAX_CANCEL_KEY_LENGTH). */
    private static final int LONG_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<BackendKeyData, Cancellable> sessions = new ConcurrentHashMap<>();

    /** What a CancelRequest ends. */
    @FunctionalInterface
    public interface Cancellable {

        /** @param done called, on any thread, when the request has had its effect or has none */
        void cancel(Runnable done);
    }

    /**
     * A key for a session with that process id, not in use by another.
     *
     * @param version what the client asked for: from 3.2 on it can remember more than 32 bits
     */
    public BackendKeyData issue(int processId, ProtocolVersion version, Cancellable session) {
        while (true) {
            byte[] secret = new byte[version.compareTo(ProtocolVersion.V3_2) < 0 ? Integer.BYTES : LONG_BYTES];
            random.nextBytes(secret);
            BackendKeyData key = new BackendKeyData(processId, new CancelKey(secret));
            if (sessions.putIfAbsent(key, session) == null) {
                return key;
            }
        }
    }

    public void withdraw(BackendKeyData key) {
        sessions.remove(key);
    }

    /** A key that nobody has is answered by nothing, as in the server. */
    void cancel(CancelRequest request, Runnable done) {
        Cancellable session = sessions.get(new BackendKeyData(request.processId(), request.key()));
        if (session == null) {
            done.run();
        } else {
            session.cancel(done);
        }
    }
}
