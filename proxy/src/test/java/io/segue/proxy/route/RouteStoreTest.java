package io.segue.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteStoreTest {

    private static final Node A = new Node("node_a", new Address("127.0.0.1", 5432));
    private static final Node B = new Node("node_b", new Address("127.0.0.1", 5433));
    private static final Shard SHARD = new Shard("main/1", List.of(Shard.ANY_DATABASE), List.of(A, B));

    private static final Lineage FIRST = new Lineage("7", 1);
    private static final Lineage SECOND = new Lineage("7", 2);

    @TempDir
    private Path directory;

    @Test
    void knowsNothingAtFirst() throws Exception {
        assertThat(new RouteStore(directory).load(SHARD)).isEmpty();
    }

    @Test
    void findsTheLastRouteAgain() throws Exception {
        RouteStore store = new RouteStore(directory);
        store.store(SHARD, new Route(A, 1), FIRST);
        store.store(SHARD, new Route(B, 2), SECOND);
        assertThat(new RouteStore(directory).load(SHARD)).contains(new Route(B, 2));
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void forgetsANodeThatIsGone() throws Exception {
        RouteStore store = new RouteStore(directory);
        store.store(SHARD, new Route(B, 2), SECOND);
        Shard without = new Shard("main/1", List.of(), List.of(A));
        assertThat(store.load(without)).isEmpty();
        assertThat(store.lineage(without)).as("the nodes that are left are no newer for that").contains(SECOND);
    }

    @Test
    void keepsWhatThePrimaryWrites() throws Exception {
        RouteStore store = new RouteStore(directory);
        assertThat(store.lineage(SHARD)).isEmpty();
        store.store(SHARD, new Route(A, 1), FIRST);
        store.store(SHARD, new Route(B, 2), SECOND);
        assertThat(new RouteStore(directory).lineage(SHARD)).contains(SECOND);
    }

    @Test
    void readsAFileThatWasWrittenBeforeLineagesWereKept() throws Exception {
        RouteStore store = new RouteStore(directory);
        Files.writeString(store.file(SHARD), "{\"shard\":\"main/1\",\"node\":\"node_b\",\"epoch\":2}\n");
        assertThat(store.load(SHARD)).contains(new Route(B, 2));
        assertThat(store.lineage(SHARD)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"node\":\"node_a\"}", "{\"epoch\":3}", "{\"node\":\"node_a\",\"epoch\":0}", "[]",
        "{\"node\":\"node_a\",\"epoch\":1,\"timeline\":2}", "{\"node\":\"node_a\",\"epoch\":1,\"system_identifier\":\"7\"}"})
    void saysWhatToDoWithAFileThatMakesNoSense(String content) throws Exception {
        RouteStore store = new RouteStore(directory);
        store.store(SHARD, new Route(A, 1), FIRST);
        Path file;
        try (var files = Files.list(directory)) {
            file = files.findFirst().orElseThrow();
        }
        Files.writeString(file, content);
        assertThatThrownBy(() -> store.load(SHARD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("move it away");
    }

    @Test
    void keepsTheOldRouteWhenTheNewOneCannotBeWritten() throws Exception {
        RouteStore store = new RouteStore(directory);
        store.store(SHARD, new Route(A, 1), FIRST);
        Path fresh = directory.resolve("main%2F1.route.new");
        Files.createDirectory(fresh);
        assertThatThrownBy(() -> store.store(SHARD, new Route(B, 2), SECOND)).isInstanceOf(IOException.class);
        assertThat(store.load(SHARD)).contains(new Route(A, 1));
    }
}
