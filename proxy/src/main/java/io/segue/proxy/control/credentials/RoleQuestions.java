package io.segue.proxy.control.credentials;

import io.segue.proxy.control.node.CatalogRole;
import io.segue.proxy.control.node.CatalogRoles;
import io.segue.proxy.control.node.NodeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the servers of one shard for roles: one question at a time, and whoever comes while it is on its way is in the next one, together with
 * all others. So a storm of logins costs a few questions, and nobody gets an answer that is older than its own question. Any thread.
 */
final class RoleQuestions {

    private static final Logger log = LoggerFactory.getLogger(RoleQuestions.class);
    private static final int MAX_WAITING = 10_000;
    private static final int MAX_IN_ONE = 500;

    private final Supplier<List<Catalog>> nodes;
    private final Executor threads;
    private final Map<String, CompletableFuture<Answer>> waiting = new LinkedHashMap<>();
    private boolean asking;

    /** A server that can be asked; blocks. */
    @FunctionalInterface
    interface Catalog {
        CatalogRoles roles(Collection<String> names) throws NodeException;
    }

    /** What a server says of one role. */
    sealed interface Answer {

        /** @param role empty when there is none of that name */
        record Said(Optional<CatalogRole> role, String passwordEncryption) implements Answer {}

        /** No server says anything. */
        record Silence(String reason) implements Answer {}
    }

    /** @param nodes in the order in which they are to be asked; a replica has the same catalog */
    RoleQuestions(Supplier<List<Catalog>> nodes, Executor threads) {
        this.nodes = nodes;
        this.threads = threads;
    }

    CompletableFuture<Answer> ask(String role) {
        CompletableFuture<Answer> answer;
        boolean first;
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING && !waiting.containsKey(role)) {
                return CompletableFuture.completedFuture(new Answer.Silence("more than " + MAX_WAITING + " roles wait to be looked up"));
            }
            answer = waiting.computeIfAbsent(role, _ -> new CompletableFuture<>());
            first = !asking;
            asking = true;
        }
        if (first) {
            threads.execute(this::askAll);
        }
        return answer.copy();
    }

    /** How many roles wait for a question. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private void askAll() {
        for (Map<String, CompletableFuture<Answer>> next = take(); !next.isEmpty(); next = take()) {
            Map<String, CompletableFuture<Answer>> asked = next;
            try {
                Map<String, Answer> answers = ask(asked.keySet());
                asked.forEach((role, answer) -> answer.complete(answers.get(role)));
            } catch (RuntimeException e) {
                log.error("roles could not be looked up", e);
                asked.values().forEach(answer -> answer.complete(new Answer.Silence("an error inside of Segue")));
            }
        }
    }

    private Map<String, CompletableFuture<Answer>> take() {
        synchronized (waiting) {
            Map<String, CompletableFuture<Answer>> taken = new LinkedHashMap<>();
            waiting.entrySet().stream().limit(MAX_IN_ONE).forEach(entry -> taken.put(entry.getKey(), entry.getValue()));
            waiting.keySet().removeAll(taken.keySet());
            asking = !taken.isEmpty();
            return taken;
        }
    }

    private Map<String, Answer> ask(Collection<String> roles) {
        List<String> failures = new ArrayList<>();
        for (Catalog node : nodes.get()) {
            try {
                CatalogRoles found = node.roles(roles);
                Map<String, Answer> answers = new LinkedHashMap<>();
                roles.forEach(role -> answers.put(
                        role, new Answer.Said(Optional.ofNullable(found.byName().get(role)), found.passwordEncryption())));
                return answers;
            } catch (NodeException e) {
                log.debug("roles not looked up: {}", e.getMessage());
                failures.add(e.getMessage());
            }
        }
        Map<String, Answer> answers = new LinkedHashMap<>();
        roles.forEach(role -> answers.put(role, new Answer.Silence(String.join("; ", failures))));
        return answers;
    }
}
