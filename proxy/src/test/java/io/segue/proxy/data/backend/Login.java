package io.segue.proxy.data.backend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.segue.protocol.login.ClientKey;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.login.ScramAccount;
import io.segue.protocol.login.ScramClient;
import io.segue.protocol.login.ScramServer;
import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.StartupMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A login to a {@link ScriptedServer} under way, and what came of it. */
final class Login implements BackendDialer.Outcome {

    static final Duration DEADLINE = Duration.ofSeconds(5);
    static final ScramVerifier VERIFIER = ScramVerifier.of("pencil", "salt".getBytes(UTF_8), 2);

    private final List<BackendLink> links = new ArrayList<>();
    private final List<LinkFailure> failures = new ArrayList<>();
    private final ScriptedServer server = new ScriptedServer();
    private final Heard heard = new Heard();
    private boolean unwanted;

    private Login(LoginKey key) {
        server.with(new BackendLogin(ScriptedServer.NODE, startup(), key, Runnable::run, DEADLINE, this));
    }

    /** Of a client that was trusted. */
    static Login trusted() {
        return new Login(new LoginKey.None());
    }

    /** Of a client that has proved its password to Segue. */
    static Login withKey() {
        return new Login(new LoginKey.Scram(keyOf("pencil"), VERIFIER));
    }

    private static StartupMessage startup() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", "alice");
        parameters.put("database", "shop");
        parameters.put("_pq_.shiny", "on");
        parameters.put("options", "-c geqo=off");
        return new StartupMessage(ProtocolVersion.V3_2, parameters);
    }

    private static ClientKey keyOf(String password) {
        ScramClient client = ScramClient.withPassword(new PlainPassword(password), "client");
        ScramServer.Challenge challenge = new ScramServer(new ScramAccount.Known(VERIFIER), "server").challenge(client.first());
        ScramServer.Result result = challenge.verify(client.answer(challenge.message()).message());
        return ((ScramServer.Accepted) result).clientKey();
    }

    ScriptedServer server() {
        return server;
    }

    /** Nobody wants the link any more when it comes. */
    void isUnwanted() {
        unwanted = true;
    }

    /** What the link's listener hears. */
    Heard heard() {
        return heard;
    }

    Optional<BackendLink> link() {
        return links.stream().findFirst();
    }

    /** Why there is no link; exactly one outcome must have come. */
    LinkFailure failure() {
        if (failures.size() + links.size() != 1) {
            throw new AssertionError("outcomes: " + links + " " + failures);
        }
        return failures.getFirst();
    }

    int outcomes() {
        return links.size() + failures.size();
    }

    @Override
    public void linked(BackendLink link) {
        links.add(link);
        if (unwanted) {
            link.close();
        } else {
            link.listen(heard);
        }
    }

    @Override
    public void failed(LinkFailure failure) {
        failures.add(failure);
    }
}
