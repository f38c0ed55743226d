package io.segue.proxy.data.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.segue.protocol.login.MockVerifiers;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.login.StoredPassword;
import io.segue.protocol.message.AuthenticationCleartextPassword;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.PasswordMessage;
import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.config.hba.LoginMethod;
import io.segue.proxy.config.hba.LoginMethod.ClearText;
import io.segue.proxy.config.hba.LoginMethod.KeptPassword;
import io.segue.proxy.data.backend.AskedClient;
import io.segue.proxy.data.backend.LoginKey;
import io.segue.proxy.data.entrance.BadPeers;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import io.segue.proxy.route.ShardMap;
import io.segue.proxy.watch.Meters;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients may send when, and who gets it. */
class LoginHandlerTest implements Reception, CredentialSource {

    private static final StartupMessage STARTUP =
            new StartupMessage(ProtocolVersion.V3_0, Map.of("user", "alice", "database", "shop"));
    private static final LoginMethod PASSWORD = new LoginMethod.Password(ClearText.ANYWHERE, KeptPassword.FORGOTTEN);
    private static final Credential ALICE =
            new Credential.Known(new PlainPassword("one"), Set.of("alice"), Credential.Permission.LOGIN);

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final CompletableFuture<Credential> credential = new CompletableFuture<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final StringBuilder passedOn = new StringBuilder();
    private boolean loggedIn;

    LoginHandlerTest() {
        channel.config().setAllocator(allocator);
    }

    @AfterEach
    void nothingIsHeld() {
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory()).as("bytes still held").isZero();
    }

    @Test
    void anAnswerThatComesBeforeItsQuestionIsTakenAsByTheServer() {
        begin(PASSWORD, new PasswordMessage("one"), new Query("SELECT 1"));
        assertThat(hears()).containsExactly("AuthenticationCleartextPassword");
        assertThat(channel.config().isAutoRead()).as("while the role is looked up").isFalse();

        isKnown(ALICE);

        assertThat(hears()).containsExactly("AuthenticationOk");
        assertThat(arrivals).singleElement().satisfies(arrival -> {
            assertThat(arrival.method()).isEqualTo("password");
            assertThat(arrival.key()).isEqualTo(new LoginKey.Password(new PlainPassword("one")));
        });
        assertThat(passedOn).as("what was sent behind the login").contains("SELECT 1");
        assertThat(loggedIn).isTrue();
    }

    @Test
    void bytesOneByOneAreAsGoodAsAll() {
        begin(PASSWORD);
        isKnown(ALICE);
        ByteBuf bytes = bytes(new PasswordMessage("one"), new Query("SELECT 1"));
        while (bytes.isReadable()) {
            channel.writeInbound(bytes.readRetainedSlice(1));
            channel.runPendingTasks();
        }
        bytes.release();

        assertThat(hears()).containsExactly("AuthenticationCleartextPassword", "AuthenticationOk");
        assertThat(passedOn).contains("SELECT 1");
    }

    @Test
    void whoIsGoneIsToldNothing() {
        begin(PASSWORD, new PasswordMessage("one"));
        hears();
        channel.close();

        isKnown(ALICE);

        assertThat(hears()).isEmpty();
        assertThat(arrivals).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            scram    | expected SASL response, got message type 81
            password | expected password response, got message type 81
            """)
    void anythingButAnAnswerEndsTheLogin(String method, String refusal) {
        begin(method.equals("scram") ? new LoginMethod.ScramSha256() : PASSWORD, new Query("SELECT 1"));

        assertThat(hears()).last().isEqualTo("08P01 " + refusal);
        assertThat(channel.isActive()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            65536, 08P01
            3, 08P01
            -1, 08P01
            """)
    void aLengthThatNoAnswerHasEndsTheLogin(int length, String state) {
        begin(PASSWORD);
        hears();
        channel.writeInbound(allocator.buffer().writeByte('p').writeInt(length + (length > 65_000 ? 4 : 0)));

        assertThat(hears()).singleElement().asString().startsWith(state);
        assertThat(channel.isActive()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``      | 28P01 empty password returned by client
            two     | 28P01 password authentication failed for user "alice"
            """)
    void aWrongPasswordIsRefusedInTheServersWords(String password, String refusal) {
        begin(PASSWORD, new PasswordMessage(password));
        isKnown(ALICE);

        assertThat(hears()).last().isEqualTo(refusal);
        assertThat(arrivals).isEmpty();
    }

    @Test
    void noServerAndNothingRememberedIsSaid() {
        begin(PASSWORD, new PasswordMessage("one"));
        isKnown(new Credential.Unavailable("node_a is down"));

        assertThat(hears()).last().isEqualTo("57P03 the password cannot be checked now");
    }

    @Test
    void theServerAsksAndTheClientAnswers() {
        begin(new LoginMethod.PassThrough(KeptPassword.KEPT));
        AskedClient client = ((LoginKey.PassThrough) arrivals.getFirst().key()).client();
        channel.config().setAutoRead(false);
        List<String> answers = new ArrayList<>();
        assertThat(hears()).isEmpty();
        assertThat(client.canBeAsked()).isTrue();

        client.ask(new AuthenticationCleartextPassword(), answer -> answers.add(new String(answer.orElseThrow(), StandardCharsets.UTF_8)));
        assertThat(hears()).containsExactly("AuthenticationCleartextPassword");
        channel.writeInbound(bytes(new PasswordMessage("secret"), new Query("SELECT 1")));
        assertThat(answers).containsExactly("secret\0");
        assertThat(client.password()).as("not known to be right yet").isEmpty();
        assertThat(hears()).as("what was sent behind the answer waits").isEmpty();

        client.letIn();

        assertThat(hears()).containsExactly("AuthenticationOk");
        assertThat(passedOn).contains("SELECT 1");
    }

    @Test
    void anAnswerThatComesBeforeTheServersQuestionWaits() {
        begin(new LoginMethod.PassThrough(KeptPassword.FORGOTTEN), new PasswordMessage("early"));
        AskedClient client = ((LoginKey.PassThrough) arrivals.getFirst().key()).client();
        List<String> answers = new ArrayList<>();

        client.ask(new AuthenticationCleartextPassword(), answer -> answers.add(new String(answer.orElseThrow(), StandardCharsets.UTF_8)));
        channel.runPendingTasks();

        assertThat(answers).containsExactly("early\0");
        hears();
    }

    @Test
    void aClientThatWasLetInIsAskedNoMore() {
        begin(new LoginMethod.PassThrough(KeptPassword.KEPT));
        AskedClient client = ((LoginKey.PassThrough) arrivals.getFirst().key()).client();
        client.ask(new AuthenticationCleartextPassword(), answer -> { });
        channel.writeInbound(bytes(new PasswordMessage("secret")));
        assertThat(loggedIn).as("the deadline of the login still runs").isFalse();

        client.letIn();
        channel.writeInbound(bytes(new Query("SELECT 1")));

        assertThat(hears()).containsExactly("AuthenticationCleartextPassword", "AuthenticationOk");
        assertThat(loggedIn).isTrue();
        assertThat(client.canBeAsked()).isFalse();
        assertThat(client.password()).contains(new PlainPassword("secret"));
        channel.close();
        assertThat(client.password()).as("kept for the session, which ends with its connection").isPresent();
        assertThat(passedOn).contains("SELECT 1");
    }

    @Test
    void aServerLearnsThatItsClientIsGone() {
        begin(new LoginMethod.PassThrough(KeptPassword.FORGOTTEN));
        AskedClient client = ((LoginKey.PassThrough) arrivals.getFirst().key()).client();
        List<Optional<byte[]>> answers = new ArrayList<>();
        client.ask(new AuthenticationCleartextPassword(), answers::add);
        hears();

        channel.close();

        assertThat(answers).containsExactly(Optional.empty());
    }

    private void begin(LoginMethod method, FrontendMessage... behind) {
        Shard shard = new Shard("main", List.of("*"), List.of(new Node("node_a", new Address("10.0.0.1", 5432))));
        Meters meters = new Meters(new SimpleMeterRegistry());
        LoginServices services = new LoginServices(
                new ShardMap(List.of(shard)),
                Map.of(Authentication.HBA, new Hba(HbaRule.everybody(method), new OwnNetworks())),
                List.of(),
                List.of(),
                this,
                MockVerifiers.withRandomKey(new SecureRandom(), ScramVerifier.DEFAULT_ITERATIONS),
                Runnable::run,
                new BadPeers(System::nanoTime),
                meters);
        LoginHandler handler = new LoginHandler(services, this, Authentication.HBA, STARTUP);
        channel.pipeline().addLast(handler);
        handler.begin(bytes(behind));
    }

    private void isKnown(Credential known) {
        credential.complete(known);
        channel.runPendingTasks();
    }

    private ByteBuf bytes(FrontendMessage... messages) {
        ByteBuf bytes = allocator.buffer();
        for (FrontendMessage message : messages) {
            message.encode(bytes);
        }
        return bytes;
    }

    /** What the client was sent since it was last looked at: names of messages, state and text of errors. */
    private List<String> hears() {
        List<String> heard = new ArrayList<>();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            while (bytes.isReadable()) {
                byte type = bytes.readByte();
                BackendMessage message = BackendMessage.decode(type, bytes.readSlice(bytes.readInt() - Integer.BYTES));
                heard.add(message instanceof ErrorResponse error
                        ? error.fields().sqlState() + " " + error.fields().message()
                        : message.getClass().getSimpleName());
            }
            bytes.release();
        }
        return heard;
    }

    // ---- the rooms around it

    @Override
    public CompletionStage<Credential> find(Shard shard, String role) {
        return credential;
    }

    @Override
    public CompletionStage<Optional<StoredPassword>> listed(String role) {
        return CompletableFuture.completedStage(Optional.empty());
    }

    @Override
    public Optional<ErrorFields> enter(Channel client, StartupMessage startup) {
        return Optional.empty();
    }

    @Override
    public void begin(Channel client, Arrival arrival) {
        arrivals.add(arrival);
        client.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ByteBuf bytes = (ByteBuf) message;
                passedOn.append(new String(ByteBufUtil.getBytes(bytes), StandardCharsets.UTF_8));
                bytes.release();
            }
        });
    }

    @Override
    public void openConsole(Channel client, StartupMessage startup) {
        throw new AssertionError("nobody asked for the console");
    }

    @Override
    public void loggedIn(Channel client) {
        loggedIn = true;
    }
}
