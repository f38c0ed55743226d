package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;
import static io.segue.proxy.control.console.Table.time;

import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.SessionView;
import io.segue.proxy.watch.SocketView;
import java.util.List;
import java.util.Optional;

/**
 * SHOW SOCKETS, for those who watch PgBouncer: the same columns in the same order, and behind them {@code node}. A line for each client, and
 * behind it one for its link and one for its warm link ({@code state} spare); idle links of a pool are only counted, by SHOW POOLS.
 *
 * <p>{@code ptr} and {@code link} name the session, by which a client and its links belong together. {@code send_avail}: bytes that the other
 * end does not take. Segue passes bytes on as they come: it has no time of a request, and no positions in its buffers.
 */
final class SocketsTable {

    private static final long MICROS_PER_SECOND = 1_000_000;

    /** One connection of a session. */
    private record Line(SessionView session, SocketView socket) {

        boolean isServer() {
            return socket.serverPid().isPresent();
        }

        boolean isSpare() {
            return isServer() && session.spareServerPid() == socket.serverPid().get();
        }

        String state() {
            return isSpare() ? "spare" : session.state();
        }

        long waitMicros() {
            return isServer() ? 0 : session.heldMicros();
        }

        String replication() {
            return switch (session.kind()) {
                case "queries" -> "none";
                case String kind -> kind.replace(" replication", "");
            };
        }
    }

    private SocketsTable() {}

    static Operation of(Roster roster) {
        return new Table<>(
                List.of(
                        text("type", line -> line.isServer() ? "S" : "C"),
                        text("user", line -> line.session().user()),
                        text("database", line -> line.session().database()),
                        text("replication", Line::replication),
                        text("state", Line::state),
                        text("addr", line -> host(line.socket().peer())),
                        bigint("port", line -> port(line.socket().peer())),
                        text("local_addr", line -> host(line.socket().own())),
                        bigint("local_port", line -> port(line.socket().own())),
                        time("connect_time", line -> line.isServer() ? null : line.session().connectedAt()),
                        time("request_time", _ -> null),
                        bigint("wait", line -> line.waitMicros() / MICROS_PER_SECOND),
                        bigint("wait_us", line -> line.waitMicros() % MICROS_PER_SECOND),
                        bigint("close_needed", _ -> 0),
                        text("ptr", line -> name(line, line.isServer())),
                        text("link", line -> line.isServer() || line.session().serverPid() != 0 ? name(line, !line.isServer()) : ""),
                        bigint("remote_pid", line -> line.socket().serverPid().orElse(0)),
                        text("tls", line -> line.socket().tls()),
                        text("application_name", line -> line.session().application()),
                        bigint("prepared_statements", line -> line.isServer() ? 0 : line.session().luggage().statements()),
                        bigint("id", line -> line.session().id()),
                        bigint("thread_id", _ -> null),
                        bigint("recv_pos", _ -> null),
                        bigint("pkt_pos", _ -> null),
                        bigint("pkt_remain", _ -> null),
                        bigint("send_pos", _ -> null),
                        bigint("send_remain", _ -> null),
                        bigint("pkt_avail", _ -> null),
                        bigint("send_avail", line -> line.socket().unsentBytes()),
                        text("node", line -> line.isServer() && !line.isSpare() ? Texts.orNull(line.session().node()) : null)),
                () -> roster.sessions().stream().flatMap(session -> session.sockets().stream().map(socket -> new Line(session, socket))).toList());
    }

    private static String name(Line line, boolean server) {
        return (server ? "server-" : "client-") + line.session().id();
    }

    private static String host(SocketView.End end) {
        return switch (end) {
            case SocketView.End.Tcp(String host, int _) -> host;
            case SocketView.End.Local() -> "unix";
        };
    }

    private static Optional<Integer> port(SocketView.End end) {
        return switch (end) {
            case SocketView.End.Tcp(String _, int port) -> Optional.of(port);
            case SocketView.End.Local() -> Optional.empty();
        };
    }
}
