package io.segue.proxy.data.session;

import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.TransactionStatus;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LoginNotices;
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
        LoginNotices notices = link.loginNotices();
        List<BackendMessage> messages = new ArrayList<>(notices.beforeSettings());
        messages.addAll(news(notices.atFirst(link.parameters())));
        messages.add(issue(link.processId()));
        notices.behindKey().forEach(message -> messages.add(heard(message)));
        messages.addAll(news(link.parameters()));
        messages.add(new ReadyForQuery(TransactionStatus.IDLE));
        client.send(messages);
    }

    /** What the server has said in a login that it has refused in the end. */
    void remarks(List<BackendMessage> remarks) {
        client.send(remarks.stream().map(this::heard).toList());
    }

    private BackendMessage heard(BackendMessage message) {
        return switch (message) {
            case BackendKeyData key -> issue(key.processId());
            case ParameterStatus(String name, String value) -> {
                told.put(name, current(name, value));
                yield new ParameterStatus(name, current(name, value));
            }
            default -> message;
        };
    }

    private BackendKeyData issue(int processId) {
        BackendKeyData issued = cancelKeys.issue(processId, version, session);
        key = Optional.of(issued);
        return issued;
    }

    /** After a move; goes out with the next answer. */
    void differences(BackendLink link) {
        List<ParameterStatus> news = news(link.parameters());
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

    private List<ParameterStatus> news(Map<String, String> parameters) {
        List<ParameterStatus> news = List.of();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            String current = current(name, parameter.getValue());
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

    private static String current(String name, String value) {
        return name.equals(IN_HOT_STANDBY) ? "off" : value;
    }
}
