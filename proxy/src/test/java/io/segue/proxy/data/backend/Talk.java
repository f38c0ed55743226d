package io.segue.proxy.data.backend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A private talk with a {@link ScriptedServer}, and what came of it as one line each. */
final class Talk implements PrivateTalk.Outcome {

    static final Duration LIMIT = Duration.ofSeconds(2);

    private final List<String> outcomes = new ArrayList<>();
    private final List<String> notifications = new ArrayList<>();
    private final Heard next = new Heard();
    private final ScriptedServer server;
    private final BackendLink link;
    private Runnable whenOver;

    /** Begins to talk. */
    Talk(ScriptedServer server, BackendLink link, int parts) {
        this.server = server;
        this.link = link;
        this.whenOver = () -> link.listen(next);
        ByteBuf messages = link.buffer();
        new Query("SELECT").encode(messages);
        PrivateTalk.hold(link, server.loop(), messages, parts, LIMIT, this::notified, this);
    }

    static Talk begin(int parts) {
        ScriptedServer server = new ScriptedServer();
        return new Talk(server, server.link(), parts);
    }

    /** Instead of handing the link to the next listener. */
    void whenOver(Runnable then) {
        whenOver = then;
    }

    ScriptedServer server() {
        return server;
    }

    BackendLink link() {
        return link;
    }

    /** Who listens after the talk. */
    Heard next() {
        return next;
    }

    List<String> outcomes() {
        return outcomes;
    }

    List<String> notifications() {
        return notifications;
    }

    @Override
    public void answered(List<DataRow> rows, List<PrivateTalk.Failure> failures) {
        outcomes.add("answered rows " + rows.stream().map(row -> row.text(0).orElse("NULL")).toList() + " failures "
                + failures.stream().map(failure -> failure.part() + ": " + failure.error().message()).toList());
        whenOver.run();
    }

    @Override
    public void lost(String reason) {
        outcomes.add("lost, " + reason);
    }

    private void notified(ByteBuf message) {
        notifications.add(ByteBufUtil.hexDump(message));
        message.release();
    }
}
