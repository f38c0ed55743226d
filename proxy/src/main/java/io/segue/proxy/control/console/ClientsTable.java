package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;
import static io.segue.proxy.control.console.Table.time;

import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.SessionView;
import java.util.List;
import java.util.Optional;

/**
 * SHOW CLIENTS.
 *
 * <p>{@code login}: the method by which the client logged in. {@code state}: login, idle, active, held and so on. {@code node}: where its
 * link goes; {@code server_pid}: the backend there; {@code spare_server_pid}: that of its warm link to the other node. {@code tie}: why its
 * login cannot be repeated on another server, so that it cannot be moved. {@code held_us}: for how many microseconds its unit of work
 * waits, in a hold or for a link. {@code tls}: the version that the client speaks, NULL for none. {@code kind}: queries, physical replication or logical
 * replication.
 */
final class ClientsTable {

    private ClientsTable() {}

    static Operation of(Roster roster) {
        return new Table<>(
                List.of(
                        bigint("id", SessionView::id),
                        text("user", SessionView::user),
                        text("database", SessionView::database),
                        text("shard", SessionView::shard),
                        text("application", SessionView::application),
                        text("address", SessionView::address),
                        text("login", SessionView::login),
                        text("state", SessionView::state),
                        text("node", view -> Texts.orNull(view.node())),
                        bigint("server_pid", view -> pid(view.serverPid())),
                        bigint("spare_server_pid", view -> pid(view.spareServerPid())),
                        text("tie", SessionView::tie),
                        time("connected_at", SessionView::connectedAt),
                        bigint("held_us", SessionView::heldMicros),
                        text("tls", view -> Texts.orNull(view.tls())),
                        text("kind", SessionView::kind),
                        text("pool_mode", SessionView::poolMode)),
                roster::sessions);
    }

    private static Optional<Integer> pid(int pid) {
        return Optional.of(pid).filter(number -> number != 0);
    }
}
