package io.segue.proxy.control.credentials;

import io.segue.protocol.login.StoredPassword;
import io.segue.proxy.control.credentials.RoleQuestions.Answer;
import io.segue.proxy.control.node.CatalogRole;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import io.segue.proxy.watch.CredentialMeters;
import io.segue.proxy.watch.CredentialMeters.Source;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Looks roles up. A server is asked for each login, so that a password that was just changed is the one that counts; what it said last counts
 * when none answers soon, so that logins go on while the old primary is down. Any thread; does not block.
 */
public final class RoleDirectory {

    private static final int MAX_REMEMBERED = 10_000;

    private final Map<Node, DatabaseNode> nodes;
    private final Function<Shard, Node> carrying;
    private final UsersFile usersFile;
    private final Executor threads;
    private final Duration patience;
    private final CredentialMeters meters;
    private final RoleMemory memory;
    private final Map<Shard, RoleQuestions> questions = new ConcurrentHashMap<>();

    /**
     * @param nodes a connection of its own to each node, so that logins never stand in the way of a move
     * @param carrying which node has the traffic of a shard
     * @param patience how long a login waits for a server when something is remembered
     */
    public RoleDirectory(
            Map<Node, DatabaseNode> nodes,
            Function<Shard, Node> carrying,
            UsersFile usersFile,
            Executor threads,
            Duration patience,
            CredentialMeters meters) {
        this.nodes = Map.copyOf(nodes);
        this.carrying = carrying;
        this.usersFile = usersFile;
        this.threads = threads;
        this.patience = patience;
        this.meters = meters;
        this.memory = new RoleMemory(Clock.systemUTC(), MAX_REMEMBERED);
        meters.register(memory::size, () -> questions.values().stream().mapToInt(RoleQuestions::waiting).sum());
    }

    /** What is known of a role of a shard. Never completes exceptionally. */
    public CompletableFuture<RoleLookup> find(Shard shard, String role) {
        long since = System.nanoTime();
        return listed(role).thenCompose(listed -> {
            if (listed.isPresent()) {
                meters.lookedUp(Source.USERS_FILE, since);
                return CompletableFuture.completedFuture(new RoleLookup.Found(listed.get(), Set.of(role), true));
            }
            return asked(shard, role, since);
        });
    }

    /** The role's entry in the user list. Never completes exceptionally. */
    public CompletableFuture<Optional<StoredPassword>> listed(String role) {
        return usersFile.isThere()
                ? CompletableFuture.supplyAsync(() -> usersFile.find(role), threads)
                : CompletableFuture.completedFuture(Optional.empty());
    }

    private CompletableFuture<RoleLookup> asked(Shard shard, String role, long since) {
        CompletableFuture<Answer> answer = questions.computeIfAbsent(shard, this::questionsTo).ask(role);
        answer.thenAccept(said -> learn(shard, role, said));
        Optional<CatalogRole> remembered = memory.recall(shard, role);
        if (remembered.isPresent()) {
            answer = answer.completeOnTimeout(
                    new Answer.Silence("no answer within " + patience.toMillis() + " ms"), patience.toNanos(), TimeUnit.NANOSECONDS);
        }
        return answer.thenApply(said -> switch (said) {
            case Answer.Said(Optional<CatalogRole> found, String encryption) -> {
                meters.lookedUp(Source.SERVER, since);
                yield judge(role, found, encryption);
            }
            case Answer.Silence(String reason) -> memory.recall(shard, role).map(last -> {
                meters.lookedUp(Source.MEMORY, since);
                return judge(role, Optional.of(last), "");
            }).orElseGet(() -> {
                meters.lookedUp(Source.NONE, since);
                return new RoleLookup.Unavailable(reason);
            });
        });
    }

    private void learn(Shard shard, String role, Answer answer) {
        if (answer instanceof Answer.Said(Optional<CatalogRole> found, var _)) {
            memory.learn(shard, role, found);
        }
    }

    private RoleQuestions questionsTo(Shard shard) {
        return new RoleQuestions(() -> inOrder(shard), threads);
    }

    private List<RoleQuestions.Catalog> inOrder(Shard shard) {
        List<Node> order = new ArrayList<>(shard.nodes());
        Node first = carrying.apply(shard);
        order.remove(first);
        order.addFirst(first);
        return order.stream().<RoleQuestions.Catalog>map(node -> nodes.get(node)::roles).toList();
    }

    /** crypt.c, get_role_password: who has no password or an expired one gets a made-up exchange. That NOLOGIN is known comes later. */
    private static RoleLookup judge(String role, Optional<CatalogRole> said, String passwordEncryption) {
        boolean md5 = passwordEncryption.equals("md5");
        if (said.isEmpty()) {
            return new RoleLookup.Doomed(Set.of(), md5, "role \"" + role + "\" does not exist");
        }
        CatalogRole known = said.get();
        if (known.expired()) {
            return new RoleLookup.Doomed(known.groups(), md5, "the password of role \"" + role + "\" has expired");
        }
        return StoredPassword.ofCatalog(known.stored())
                .<RoleLookup>map(password -> new RoleLookup.Found(password, known.groups(), known.mayLogIn()))
                .orElseGet(() -> new RoleLookup.Doomed(known.groups(), md5, "role \"" + role + "\" has no password"));
    }
}
