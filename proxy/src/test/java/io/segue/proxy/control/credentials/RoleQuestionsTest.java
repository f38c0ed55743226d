package io.segue.proxy.control.credentials;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.credentials.RoleQuestions.Answer;
import io.segue.proxy.control.credentials.RoleQuestions.Catalog;
import io.segue.proxy.control.node.CatalogRole;
import io.segue.proxy.control.node.CatalogRoles;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A storm of logins is a few questions, each younger than the login that it answers; and what is remembered of the answers. */
class RoleQuestionsTest {

    private static final Instant NOW = Instant.parse("2026-01-31T10:20:30Z");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<List<String>> asked = new ConcurrentLinkedQueue<>();
    private final CountDownLatch slow = new CountDownLatch(1);

    @AfterEach
    void close() {
        slow.countDown();
        threads.shutdownNow();
    }

    @Test
    void whoComesWhileAQuestionIsOnItsWayIsInTheNextOne() throws Exception {
        RoleQuestions questions = new RoleQuestions(() -> List.of(this::slowly), threads);
        List<CompletableFuture<Answer>> answers = new ArrayList<>(List.of(questions.ask("first")));
        await().until(() -> asked.size() == 1);

        for (int i = 0; i < 300; i++) {
            answers.add(questions.ask("role" + i % 3));
        }
        answers.add(questions.ask("first"));
        assertThat(questions.waiting()).isEqualTo(4);
        slow.countDown();

        for (CompletableFuture<Answer> answer : answers) {
            assertThat(answer.get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Said.class);
        }
        assertThat(asked).containsExactly(List.of("first"), List.of("role0", "role1", "role2", "first"));
    }

    @Test
    void oneThatGivesUpTakesTheAnswerFromNobody() throws Exception {
        RoleQuestions questions = new RoleQuestions(() -> List.of(this::slowly), threads);
        CompletableFuture<Answer> impatient = questions.ask("alice");
        CompletableFuture<Answer> patient = questions.ask("alice");

        impatient.complete(new Answer.Silence("gave up"));
        slow.countDown();

        assertThat(patient.get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Said.class);
    }

    @Test
    void theNextServerIsAskedWhenOneDoesNotAnswer() throws Exception {
        RoleQuestions questions = new RoleQuestions(() -> List.of(failing("node_a is down"), this::slowly), threads);
        slow.countDown();

        assertThat(questions.ask("alice").get(60, TimeUnit.SECONDS)).isEqualTo(new Answer.Said(Optional.of(role("alice")), "md5"));
    }

    @Test
    void whyNoneAnswersIsSaid() throws Exception {
        RoleQuestions questions = new RoleQuestions(() -> List.of(failing("node_a is down"), failing("node_b is down")), threads);

        assertThat(questions.ask("alice").get(60, TimeUnit.SECONDS)).isEqualTo(new Answer.Silence("node_a is down; node_b is down"));
        assertThat(questions.ask("alice").get(60, TimeUnit.SECONDS)).as("and asked anew").isInstanceOf(Answer.Silence.class);
    }

    @Test
    void aFaultOfOursLeavesNobodyWaiting() throws Exception {
        RoleQuestions questions = new RoleQuestions(
                () -> {
                    throw new IllegalStateException("a fault");
                },
                threads);

        assertThat(questions.ask("alice").get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Silence.class);
        assertThat(questions.ask("bob").get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Silence.class);
    }

    @Test
    void rolesWithAPasswordAreRememberedAndTheOldestForgotten() {
        Node node = new Node("node_a", new Address("10.0.0.1", 5432));
        Shard shard = new Shard("main", List.of("*"), List.of(node));
        RoleMemory memory = new RoleMemory(Clock.fixed(NOW, ZoneOffset.UTC), 2);

        memory.learn(shard, "alice", Optional.of(role("alice")));
        memory.learn(shard, "bob", Optional.of(role("bob")));
        memory.recall(shard, "alice");
        memory.learn(shard, "carol", Optional.of(role("carol")));

        assertThat(memory.recall(shard, "alice")).contains(role("alice"));
        assertThat(memory.recall(shard, "bob")).isEmpty();
        memory.learn(shard, "alice", Optional.empty());
        assertThat(memory.recall(shard, "alice")).as("dropped").isEmpty();
        memory.learn(shard, "stranger", Optional.of(new CatalogRole("", true, false, Optional.empty(), Set.of())));
        assertThat(memory.size()).isEqualTo(1);
    }

    @Test
    void aRememberedPasswordExpires() {
        Node node = new Node("node_a", new Address("10.0.0.1", 5432));
        Shard shard = new Shard("main", List.of("*"), List.of(node));
        RoleMemory memory = new RoleMemory(Clock.fixed(NOW, ZoneOffset.UTC), 2);
        memory.learn(shard, "alice", Optional.of(new CatalogRole("md5", true, false, Optional.of(NOW.minusSeconds(1)), Set.of())));
        memory.learn(shard, "bob", Optional.of(new CatalogRole("md5", true, false, Optional.of(NOW.plusSeconds(1)), Set.of())));

        assertThat(memory.recall(shard, "alice").orElseThrow().expired()).isTrue();
        assertThat(memory.recall(shard, "bob").orElseThrow().expired()).isFalse();
    }

    private static CatalogRole role(String name) {
        return new CatalogRole("stored of " + name, true, false, Optional.empty(), Set.of(name));
    }

    private CatalogRoles slowly(Collection<String> names) {
        asked.add(List.copyOf(names));
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Map<String, CatalogRole> roles = new HashMap<>();
        names.forEach(name -> roles.put(name, role(name)));
        return new CatalogRoles(roles, "md5");
    }

    private static Catalog failing(String why) {
        return names -> {
            throw new NodeException(why);
        };
    }
}
