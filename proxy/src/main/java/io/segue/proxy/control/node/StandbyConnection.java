package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeTls;
import io.segue.proxy.config.SegueConfig.OwnRole;
import io.segue.proxy.route.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** How another node's walreceiver connects to {@code node}: its primary_conninfo, which names the file that holds the password. */
record StandbyConnection(Node node, OwnRole role, NodeTls tls) {

    String of(Node standby) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("host", node.address().host());
        parameters.put("port", String.valueOf(node.address().port()));
        NodeEncryption.tell(parameters, tls);
        parameters.put("user", role.name());
        if (!role.password().isEmpty()) {
            parameters.put("passfile", PasswordFile.NAME);
        }
        parameters.put("application_name", standby.name());
        return Quoting.connectionString(parameters);
    }
}
