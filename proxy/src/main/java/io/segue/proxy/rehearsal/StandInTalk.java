package io.segue.proxy.rehearsal;

import io.segue.protocol.login.ScramAccount;
import io.segue.protocol.login.ScramServer;
import io.segue.protocol.login.ScramSha256;
import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.message.AuthenticationOk;
import io.segue.protocol.message.AuthenticationSASL;
import io.segue.protocol.message.AuthenticationSASLContinue;
import io.segue.protocol.message.AuthenticationSASLFinal;
import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.BindComplete;
import io.segue.protocol.message.CancelKey;
import io.segue.protocol.message.CancelRequest;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.CloseComplete;
import io.segue.protocol.message.Describe;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.Flush;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.ParameterDescription;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.ParseComplete;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.SASLInitialResponse;
import io.segue.protocol.message.SASLResponse;
import io.segue.protocol.message.StartupMessage;
import io.segue.protocol.message.StartupPacket;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Target;
import io.segue.protocol.message.Terminate;
import io.segue.protocol.message.TransactionStatus;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One connection to the {@link StandInServer}, from its first byte to its last. One thread. */
final class StandInTalk {

    private static final int PROCESS = 1;

    private static final Map<String, String> SETTINGS = Map.of(
            "server_version", "17.0", "server_encoding", "UTF8", "client_encoding", "UTF8", "DateStyle", "ISO, MDY", "TimeZone", "UTC",
            "integer_datetimes", "on", "standard_conforming_strings", "on", "application_name", "", "is_superuser", "off");

    private final StandInWire wire;
    private final ScramVerifier verifier;
    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();
    private TransactionStatus transaction = TransactionStatus.IDLE;

    StandInTalk(StandInWire wire, ScramVerifier verifier) {
        this.wire = wire;
        this.verifier = verifier;
    }

    void hold() throws IOException {
        if (reception()) {
            login();
            serve();
        }
    }

    /** Whether somebody wants in. Nobody is cancelled here. */
    private boolean reception() throws IOException {
        StartupPacket packet = StartupPacket.decode(wire.body());
        while (!(packet instanceof StartupMessage)) {
            if (packet instanceof CancelRequest) {
                return false;
            }
            wire.decline();
            packet = StartupPacket.decode(wire.body());
        }
        return true;
    }

    private void login() throws IOException {
        wire.send(List.of(new AuthenticationSASL(List.of(ScramSha256.MECHANISM))));
        wire.type();
        ScramServer scram = new ScramServer(new ScramAccount.Known(verifier), ScramSha256.nonce(new SecureRandom()));
        ScramServer.Challenge challenge = scram.challenge(SASLInitialResponse.decode(wire.body()).data());
        wire.send(List.of(new AuthenticationSASLContinue(challenge.message())));
        wire.type();
        switch (challenge.verify(SASLResponse.decode(wire.body()).data())) {
            case ScramServer.Accepted accepted -> wire.send(welcome(accepted.serverFinal()));
            case ScramServer.Refused() -> throw new IOException("wrong password");
        }
    }

    private List<BackendMessage> welcome(byte[] serverFinal) {
        List<BackendMessage> messages = new ArrayList<>(List.of(new AuthenticationSASLFinal(serverFinal), new AuthenticationOk()));
        SETTINGS.forEach((name, value) -> messages.add(new ParameterStatus(name, value)));
        messages.add(new BackendKeyData(PROCESS, new CancelKey(new byte[CancelKey.MIN_BYTES])));
        messages.add(new ReadyForQuery(transaction));
        return messages;
    }

    private void serve() throws IOException {
        int type = wire.type();
        while (type >= 0) {
            FrontendMessage message = FrontendMessage.decode((byte) type, wire.body());
            if (message instanceof Terminate) {
                return;
            }
            wire.send(answer(message));
            type = wire.type();
        }
    }

    private List<BackendMessage> answer(FrontendMessage message) {
        return switch (message) {
            case Query query -> {
                StandInAnswer answer = execute(query.query());
                List<BackendMessage> messages = new ArrayList<>(answer.rows().isEmpty() ? List.of() : List.of(answer.description()));
                messages.addAll(answer.result());
                messages.add(new ReadyForQuery(transaction));
                yield messages;
            }
            case Parse parse -> {
                statements.put(parse.statement(), parse.query());
                yield List.of(new ParseComplete());
            }
            case Bind bind -> {
                portals.put(bind.portal(), statements.get(bind.statement()));
                yield List.of(new BindComplete());
            }
            case Describe(Target target, String name) when target == Target.PORTAL -> List.of(StandInAnswer.to(verifier, portals.get(name)).description());
            case Describe(_, String name) -> List.of(
                    new ParameterDescription(List.of()), StandInAnswer.to(verifier, statements.get(name)).description());
            case Execute execute -> execute(portals.get(execute.portal())).result();
            case Close _ -> List.of(new CloseComplete());
            case Sync _ -> List.of(new ReadyForQuery(transaction));
            case Flush _ -> List.of();
            default -> throw new IllegalStateException("a client does not say now: " + message);
        };
    }

    private StandInAnswer execute(String sql) {
        StandInAnswer answer = StandInAnswer.to(verifier, sql);
        transaction = switch (answer.tag()) {
            case "BEGIN" -> TransactionStatus.IN_TRANSACTION;
            case "COMMIT", "ROLLBACK" -> TransactionStatus.IDLE;
            default -> transaction;
        };
        return answer;
    }
}
