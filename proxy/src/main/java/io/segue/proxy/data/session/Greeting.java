package io.segue.proxy.data.session;

import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.TransactionStatus;
import io.segue.proxy.data.backend.BackendLink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client is told of its server: all of it at the start, the differences when the server has changed. Event loop.
 */
final class Greeting {

    /** A spare link was opened while its server was a standby; the client talks to a primary. */
    private static final String IN_HOT_STANDBY = "in_hot_standby";

    private final ClientConnection client;
    private final ProtocolVersion version;
    private final CancelKeys cancelKeys;
    private final CancelKeys.Cancellable session;
    private final Map<String, String> told = new LinkedHashMap<>();
    private Optional<BackendKeyData> key = Optional.empty();

    /** @param version that the client asked for */
    Greeting(ClientConnection client, ProtocolVersion version, CancelKeys cancelKeys, CancelKeys.Cancellable session) {
        this.client = client;
        this.version = version;
        this.cancelKeys = cancelKeys;
        this.session = session;
    }

    /** What the client was last told, by name. */
    Map<String, String> told() {
        return told;
    }

    /** Ends the login. */
    void hello(BackendLink link) {
        List<BackendMessage> messages = new ArrayList<>(link.loginNotices().beforeSettings());
        messages.addAll(news(link));
        BackendKeyData issued = cancelKeys.issue(link.processId(), version, session);
        key = Optional.of(issued);
        messages.add(issued);
        messages.addAll(link.loginNotices().behindKey());
        messages.add(new ReadyForQuery(TransactionStatus.IDLE));
        client.send(messages);
    }

    /** After a move; goes out with the next answer. */
    void differences(BackendLink link) {
        List<ParameterStatus> news = news(link);
        if (!news.isEmpty()) {
            client.send(news);
        }
    }

    /** The session leaves a link that others will use: it says to them what it has said to this client. */
    void leaves(BackendLink link) {
        link.parameters().putAll(told);
    }

    void goodbye() {
        key.ifPresent(cancelKeys::withdraw);
    }

    private List<ParameterStatus> news(BackendLink link) {
        List<ParameterStatus> news = List.of();
        for (Map.Entry<String, String> parameter : link.parameters().entrySet()) {
            String name = parameter.getKey();
            String current = name.equals(IN_HOT_STANDBY) ? "off" : parameter.getValue();
            if (!current.equals(told.put(name, current))) {
                news = with(news, new ParameterStatus(name, current));
            }
        }
        return news;
    }

    /** Behind a pool each transaction comes by here, and hardly ever with news. */
    private static List<ParameterStatus> with(List<ParameterStatus> news, ParameterStatus next) {
        List<ParameterStatus> more = news.isEmpty() ? new ArrayList<>() : news;
        more.add(next);
        return more;
    }
}
