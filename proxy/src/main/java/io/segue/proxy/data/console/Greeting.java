package io.segue.proxy.data.console;

import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ParameterStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a server says between AuthenticationOk and the first ReadyForQuery. */
final class Greeting {

    private Greeting() {}

    static List<BackendMessage> of(ConsoleLogin login, Map<String, String> parameters) {
        List<BackendMessage> messages = new ArrayList<>();
        parameters.forEach((name, value) -> messages.add(new ParameterStatus(name, value)));
        messages.add(new ParameterStatus("application_name", login.applicationName()));
        messages.add(new ParameterStatus("session_authorization", login.user()));
        messages.add(new BackendKeyData(login.processId(), login.cancelKey()));
        return messages;
    }
}
