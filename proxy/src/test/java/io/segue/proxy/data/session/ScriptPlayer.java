package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.login.ScramClient;
import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.transcript.Line;
import io.segue.protocol.transcript.Term;
import io.segue.proxy.data.session.Script.Closing;
import io.segue.proxy.data.session.Script.Party;
import io.segue.proxy.data.session.Script.Saying;
import io.segue.proxy.data.session.Script.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Plays scripts: says what the client and the server say, and compares what is heard on both sides. Process ids of a script stand for those
 * that are dealt out when it is played.
 */
final class ScriptPlayer implements AutoCloseable {

    private static final int LIMIT_MILLIS = 60_000;

    private final int port;
    private final String password;
    private final Map<Integer, ScriptWire> clients = new HashMap<>();
    private final Map<Integer, ScriptWire> servers = new HashMap<>();
    private final Map<String, BackendKeyData> keys = new HashMap<>();
    /** What followed the last of many. */
    private final Map<ScriptWire, Line> pushedBack = new HashMap<>();
    private final ServerSocket listening;
    private final DataPlane plane;
    private ScramClient scram;
    private byte[] challenge = {};

    /** In front of something that talks as a server does: Segue, or a server itself. */
    ScriptPlayer(int port, String password) {
        this(port, password, null, null);
    }

    private ScriptPlayer(int port, String password, ServerSocket listening, DataPlane plane) {
        this.port = port;
        this.password = password;
        this.listening = listening;
        this.plane = plane;
    }

    /** On both sides of Segue. */
    static ScriptPlayer withServer() throws IOException {
        ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listening.setSoTimeout(LIMIT_MILLIS);
        DataPlane plane = DataPlane.before(listening.getLocalPort());
        return new ScriptPlayer(plane.port(), "", listening, plane);
    }

    void play(Script script) throws Exception {
        for (Step step : script.steps()) {
            try {
                switch (step) {
                    case Saying saying when saying.party() == Party.CLIENT || saying.party() == Party.SERVER ->
                        wire(saying.party(), saying.connection()).say(filledIn(saying.line()));
                    case Saying saying -> hear(saying);
                    case Closing closing -> close(closing);
                    case Script.Gate gate -> gate(gate.what());
                }
            } catch (AssertionError | Exception e) {
                throw new AssertionError(script + ", line " + step.number() + ": " + step + ": " + e.getMessage(), e);
            }
        }
    }

    // ---- saying

    /** With the secrets that a transcript does not show. */
    private Line filledIn(Line line) {
        return switch (line.name()) {
            case "PasswordMessage" -> withSecret(line, 0, (password + "\0").getBytes(StandardCharsets.UTF_8));
            case "SASLInitialResponse" -> {
                scram = ScramClient.withPassword(new PlainPassword(password), "bm9uY2Ugb2YgYSBzY3JpcHQ");
                yield withSecret(line, 1, scram.first());
            }
            case "SASLResponse" -> line.terms().getFirst() instanceof Term.Secret
                    ? withSecret(line, 0, scram.answer(challenge).message())
                    : line;
            case "CancelRequest" -> {
                BackendKeyData key = keys.get(line.terms().getFirst().toString());
                yield key == null
                        ? line
                        : withSecret(line, 1, key.key().bytes()).with(0, new Term.Word(Integer.toString(key.processId())));
            }
            default -> line;
        };
    }

    private static Line withSecret(Line line, int field, byte[] secret) {
        return line.terms().get(field) instanceof Term.Secret ? line.with(field, new Term.Bytes(secret, 0)) : line;
    }

    // ---- hearing

    private void hear(Saying saying) throws IOException {
        ScriptWire wire = wire(saying.party(), saying.connection());
        boolean isOneByte = saying.line().is("EncryptionResponse");
        Line first = pushedBack.remove(wire) instanceof Line kept ? kept : wire.hear(isOneByte);
        expect(saying.line(), first, wire);
        while (saying.many()) {
            Line next = wire.hear(false);
            if (!next.is(saying.line().name())) {
                pushedBack.put(wire, next);
                return;
            }
            expect(saying.line(), next, wire);
        }
    }

    private void expect(Line expected, Line actual, ScriptWire wire) {
        Line expectedNow = expected;
        if (actual.is("AuthenticationSASLContinue")) {
            byte[] body = wire.body();
            challenge = Arrays.copyOfRange(body, Integer.BYTES, body.length);
        } else if (actual.is("BackendKeyData") && expected.is("BackendKeyData")) {
            keys.put(expected.terms().getFirst().toString(), BackendKeyData.decode(Unpooled.wrappedBuffer(wire.body())));
            expectedNow = expected.with(0, new Term.Any());
        } else if (expected.is("NotificationResponse") && keys.containsKey(expected.terms().getFirst().toString())) {
            int processId = keys.get(expected.terms().getFirst().toString()).processId();
            expectedNow = expected.with(0, new Term.Word(Integer.toString(processId)));
        }
        assertThat(expectedNow.covers(actual)).as("expected %s, heard %s", expectedNow, actual).isTrue();
    }

    // ---- connections

    private ScriptWire wire(Party party, int connection) throws IOException {
        boolean isClient = party == Party.CLIENT || party == Party.SEGUE_TO_CLIENT;
        Map<Integer, ScriptWire> wires = isClient ? clients : servers;
        ScriptWire present = wires.get(connection);
        if (present == null) {
            present = isClient
                    ? ScriptWire.ofClient(new Socket(InetAddress.getLoopbackAddress(), port))
                    : ScriptWire.ofServer(listening.accept());
            wires.put(connection, present);
        }
        return present;
    }

    private void close(Closing closing) throws IOException {
        ScriptWire wire = wire(closing.party(), closing.connection());
        switch (closing.party()) {
            case CLIENT, SERVER -> wire.close();
            case SEGUE_TO_CLIENT, SEGUE_TO_SERVER -> wire.isClosedByTheOtherSide();
        }
    }

    // ---- the gate

    private void gate(String what) throws InterruptedException {
        switch (what) {
            case "hold" -> plane.gate.hold("script", Duration.ofMillis(LIMIT_MILLIS));
            case "held" -> await().until(() -> plane.gate.snapshot().waiting() > 0);
            default -> plane.releaseAndSettle();
        }
    }

    @Override
    public void close() throws IOException {
        for (ScriptWire wire : clients.values()) {
            wire.close();
        }
        for (ScriptWire wire : servers.values()) {
            wire.close();
        }
        if (plane != null) {
            plane.close();
            listening.close();
        }
    }
}
