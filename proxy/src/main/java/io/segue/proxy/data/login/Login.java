package io.segue.proxy.data.login;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.message.AuthenticationOk;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.FrontendType;
import io.segue.protocol.message.NegotiateProtocolVersion;
import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.data.backend.LoginKey;
import io.segue.proxy.data.login.Reception.Arrival;
import io.segue.proxy.route.Shard;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One client's login: finds the rule that decides on it, has it prove itself by the rule's method, and shows it to the next room. No server link
 * is opened before, unless the server itself is to ask. Event loop.
 */
final class Login implements LoginTalk {

    private final LoginServices services;
    private final Reception reception;
    private final Hba rules;
    private final StartupMessage startup;
    private final LoginLine line;
    private final LoginRecord record;
    private final Destination destination;
    private ClientOrigin origin;
    private Optional<Credential> known = Optional.empty();
    private LoginPhase phase = new LoginPhase.Beginning();

    private sealed interface LoginPhase {

        record Beginning() implements LoginPhase {}

        /** The client is asked. */
        record Asking(Shard shard, HbaRule rule, LoginExchange exchange) implements LoginPhase {}

        /** The server asks the client; the session has begun. */
        record PassingThrough(PassThroughLogin exchange) implements LoginPhase {}

        /** The client is who it says; whoever takes over does so behind the present step. */
        record Proven(Arrival arrival) implements LoginPhase {}

        record Over() implements LoginPhase {}
    }

    Login(LoginServices services, Reception reception, Hba rules, StartupMessage startup, LoginLine line) {
        this.services = services;
        this.reception = reception;
        this.rules = rules;
        this.startup = startup;
        this.line = line;
        this.destination = new Destination(services, startup);
        this.record = new LoginRecord(services.badPeers(), services.meters(), startup);
    }

    void begin() {
        origin = ClientOrigin.of(line.channel());
        negotiate();
        destination.shard().ifPresentOrElse(
                shard -> choose(shard, Optional.empty()),
                () -> refuse(LoginErrors.unknownDatabase(startup.database()), "unknown database"));
    }

    /** The newest version Segue speaks towards clients is that of PostgreSQL 18, whatever the server speaks. */
    private void negotiate() {
        List<String> unknown = startup.protocolOptions();
        if (startup.version().compareTo(ProtocolVersion.V3_2) > 0 || !unknown.isEmpty()) {
            ProtocolVersion newest = startup.version().compareTo(ProtocolVersion.V3_2) > 0 ? ProtocolVersion.V3_2 : startup.version();
            send(new NegotiateProtocolVersion(newest, unknown));
        }
    }

    // ---- which rule

    private void choose(Shard shard, Optional<Set<String>> groups) {
        switch (rules.decide(origin, startup, groups)) {
            case Hba.Verdict.Decides(HbaRule rule) -> ask(shard, rule);
            case Hba.Verdict.NoRule() -> refuse(LoginErrors.noRule(origin, startup), "no rule of hba is for it");
            case Hba.Verdict.AskForGroups() -> askCredential(shard, credential -> {
                switch (credential) {
                    case Credential.Known(_, Set<String> found, _) -> choose(shard, Optional.of(found));
                    case Credential.Doomed(Set<String> found, _, _) -> choose(shard, Optional.of(found));
                    case Credential.Unavailable(String reason) -> refuse(LoginErrors.credentialsUnavailable(reason), reason);
                }
            });
        }
    }

    private void ask(Shard shard, HbaRule rule) {
        if (!gate(rule).isContent(origin)) {
            refuse(LoginErrors.certificateMissing(), "no client certificate, rule " + rule.number());
            return;
        }
        LoginExchanges.of(rule, this, services, origin).ifPresentOrElse(
                exchange -> {
                    phase = new LoginPhase.Asking(shard, rule, exchange);
                    exchange.begin();
                },
                () -> refuse(LoginErrors.rejected(origin, startup), "rule " + rule.number() + " of hba"));
    }

    private CertificateGate gate(HbaRule rule) {
        return new CertificateGate(rule.certificate(), services.identities());
    }

    // ---- the client

    /** @param body lent */
    void message(byte type, ByteBuf body) {
        switch (phase) {
            case LoginPhase.Asking(_, _, LoginExchange exchange) -> answered(type, body, exchange);
            case LoginPhase.PassingThrough(PassThroughLogin exchange) -> {
                line.hold();
                answered(type, body, exchange);
            }
            case LoginPhase.Beginning(), LoginPhase.Proven _, LoginPhase.Over _ ->
                throw new IllegalStateException("a message was let through that has to wait");
        }
    }

    private static void answered(byte type, ByteBuf body, LoginExchange exchange) {
        if (type != FrontendType.PASSWORD) {
            throw new ProtocolViolationException(
                    SqlState.PROTOCOL_VIOLATION, "expected " + exchange.answerName() + " response, got message type " + (type & 0xFF));
        }
        exchange.answered(body);
    }

    /** Whether the client owes an answer that the session behind would not read. */
    boolean isAsking() {
        return phase instanceof LoginPhase.PassingThrough(PassThroughLogin exchange) && exchange.isAsking();
    }

    void gone() {
        LoginPhase before = phase;
        phase = new LoginPhase.Over();
        if (before instanceof LoginPhase.PassingThrough(PassThroughLogin exchange)) {
            exchange.gone();
        }
    }

    // ---- for the exchange

    @Override
    public StartupMessage startup() {
        return startup;
    }

    @Override
    public void send(BackendMessage message) {
        line.send(message);
    }

    @Override
    public void askCredential(Consumer<Credential> answer) {
        if (phase instanceof LoginPhase.Asking(Shard shard, _, _)) {
            askCredential(shard, answer);
        }
    }

    private void askCredential(Shard shard, Consumer<Credential> answer) {
        if (known.isPresent()) {
            answer.accept(known.get());
            return;
        }
        line.pause();
        services.credentials().find(shard, startup.user()).thenAccept(credential -> line.resume(() -> {
            known = Optional.of(credential);
            answer.accept(credential);
        }));
    }

    @Override
    public void askListedKey(Consumer<LoginKey> answer) {
        line.pause();
        services.credentials().listed(startup.user()).thenAccept(password -> line.resume(() -> answer.accept(ListedKeys.key(password))));
    }

    @Override
    public <T> void work(Supplier<T> work, Consumer<T> answer) {
        line.pause();
        try {
            services.passwordWork().execute(() -> {
                T done = work.get();
                line.resume(() -> answer.accept(done));
            });
        } catch (RejectedExecutionException e) {
            refuse(LoginErrors.tooMuchPasswordWork(), "too many passwords are being checked");
        }
    }

    @Override
    public void accept(LoginKey key, String method, BackendMessage... lastWords) {
        if (!(phase instanceof LoginPhase.Asking(Shard shard, HbaRule rule, _))) {
            return;
        }
        if (!gate(rule).names(origin, startup.user())) {
            refuse(LoginErrors.nameOnCertificate(rule.method(), startup.user()), "its certificate is that of another, rule " + rule.number());
            return;
        }
        for (BackendMessage word : lastWords) {
            send(word);
        }
        Optional<ErrorFields> objection = destination.objection(known);
        if (objection.isPresent()) {
            refuse(objection.get(), objection.get().message());
        } else if (enter()) {
            phase = new LoginPhase.Proven(new Arrival(shard, startup, key, method));
            send(new AuthenticationOk());
            record.accepted();
            line.stop();
        }
    }

    private boolean enter() {
        Optional<ErrorFields> crowding = reception.enter(line.channel(), startup);
        crowding.ifPresent(error -> {
            gone();
            record.turnedAway(error, "too many", line.channel());
            line.end(error);
        });
        return crowding.isEmpty();
    }

    @Override
    public void refuse(ErrorFields error, String reason) {
        if (!(phase instanceof LoginPhase.Over)) {
            gone();
            record.refused(error, reason, line.channel());
            line.end(error);
        }
    }

    /** Behind each step: whoever has proved who it is goes on. */
    void settle() {
        if (phase instanceof LoginPhase.Proven(Arrival arrival)) {
            phase = new LoginPhase.Over();
            reception.loggedIn(line.channel());
            if (destination.isConsole()) {
                reception.openConsole(line.channel(), startup);
            } else {
                reception.begin(line.channel(), arrival);
            }
            line.leave();
        }
    }

    // ---- passing through

    @Override
    public void passThrough(PassThroughLogin exchange, String method) {
        if (!(phase instanceof LoginPhase.Asking(Shard shard, _, _))) {
            return;
        }
        if (destination.isConsole()) {
            refuse(LoginErrors.noPassThroughToConsole(), "pass-through to the console");
        } else if (enter()) {
            phase = new LoginPhase.PassingThrough(exchange);
            line.hold();
            reception.begin(line.channel(), new Arrival(shard, startup, new LoginKey.PassThrough(exchange), method));
        }
    }

    @Override
    public void listen() {
        line.listen();
    }

    @Override
    public void passedThrough() {
        phase = new LoginPhase.Over();
        line.stop();
        send(new AuthenticationOk());
        record.accepted();
        reception.loggedIn(line.channel());
        line.leave();
    }
}
