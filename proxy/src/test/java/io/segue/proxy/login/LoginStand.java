package io.segue.proxy.login;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import io.segue.proxy.Proxy;
import io.segue.proxy.config.ConfigLoader;
import io.segue.proxy.testing.Ports;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.SegueRole;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A server and the whole proxy in front of it, with the same rules for logins: a role's line in pg_hba.conf and its rule in {@code hba} are
 * written from one {@link Line}. A directory server stands beside them for LDAP.
 */
final class LoginStand implements AutoCloseable {

    static final String OWN_PASSWORD = "segue's own password";
    static final String OPS_PASSWORD = "the operators' password";

    final PostgresServer server = PostgresServer.create();
    final Path usersFile;

    private final Path directory;
    private final int port = Ports.free();
    private final InMemoryDirectoryServer people;
    private final Proxy proxy;

    /**
     * How some users log in.
     *
     * @param onServer method and options as in pg_hba.conf
     * @param inSegue method and options as in {@code hba}
     */
    record Line(String users, String onServer, String inSegue) {

        static Line both(String users, String method) {
            return new Line(users, method, "method = " + method);
        }

        /** Both kinds, unless the method says that it is for one. */
        String hba() {
            return (onServer.startsWith("cert") || onServer.contains("clientcert") ? "hostssl" : "host") + " all " + users + " 127.0.0.1/32 " + onServer;
        }

        String rule() {
            String type = inSegue.contains("cert") ? "hostssl" : "host";
            return "{ type = " + type + ", database = all, user = \"" + users + "\", address = \"127.0.0.1/32\", " + inSegue + " }";
        }
    }

    LoginStand(List<Line> lines, List<String> sql, String users) throws Exception {
        this(lines, sql, users, new Tls("", Map.of(), List.of()));
    }

    /**
     * Encryption of both the listener and the server.
     *
     * @param listener what stands in the listener's section besides
     * @param files copied into the server's data directory
     * @param server lines of postgresql.conf
     */
    record Tls(String listener, Map<String, Path> files, List<String> server) {}

    LoginStand(List<Line> lines, List<String> sql, String users, Tls tls) throws Exception {
        directory = Files.createTempDirectory("segue-login");
        people = people();
        usersFile = Files.writeString(directory.resolve("users.txt"), users);
        Files.setPosixFilePermissions(usersFile, PosixFilePermissions.fromString("rw-------"));
        List<String> hba = new ArrayList<>(List.of(
                "host all postgres 127.0.0.1/32 scram-sha-256", "host all segue 127.0.0.1/32 scram-sha-256",
                "host all ops 127.0.0.1/32 scram-sha-256"));
        lines.forEach(line -> hba.add(line.hba().replace("LDAP", ldap())));
        server.authenticate(hba.toArray(String[]::new));
        onlyThese(hba.size());
        for (Map.Entry<String, Path> file : tls.files().entrySet()) {
            copy(file.getValue(), server.dataDirectory().resolve(file.getKey()));
        }
        server.configure(tls.server().toArray(String[]::new));
        server.start();
        SegueRole.create(server, OWN_PASSWORD);
        server.execute("CREATE ROLE ops LOGIN PASSWORD '" + OPS_PASSWORD.replace("'", "''") + "'");
        sql.forEach(server::execute);
        Path configuration = Files.writeString(directory.resolve("segue.conf"), configuration(lines, tls));
        proxy = Proxy.start(ConfigLoader.load(configuration, Map.of()), List::of);
    }

    /** The owner of the server can read nothing of ours, and nobody may read a key but its owner. */
    private void copy(Path from, Path to) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(server.asOwner(List.of("sh", "-c", "umask 077; cat > \"$1\"", "copy", to.toString())));
        if (builder.redirectInput(from.toFile()).start().waitFor() != 0) {
            throw new IOException("cannot copy " + from + " to " + to);
        }
    }

    /** What initdb has written behind our lines would let everybody in. */
    private void onlyThese(int lines) throws IOException {
        Path file = server.dataDirectory().resolve("pg_hba.conf");
        String first = Files.readString(file).lines().limit(lines).collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(file, first);
        Files.writeString(
                server.dataDirectory().resolve("pg_ident.conf"),
                """
                people /^(.*)@example\\.org$ \\1
                people "Big Boss" truster
                """);
    }

    private static InMemoryDirectoryServer people() throws LDAPException, LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("people", InetAddress.ofLiteral("127.0.0.1"), 0, null));
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
        server.add("dn: cn=director,dc=example,dc=org", "objectClass: person", "cn: director", "sn: director", "userPassword: in the directory");
        server.add("dn: cn=keeper,dc=example,dc=org", "objectClass: person", "cn: keeper", "sn: keeper", "userPassword: kept in memory");
        server.startListening();
        return server;
    }

    private String ldap() {
        return "ldap ldapserver=127.0.0.1 ldapport=" + people.getListenPort() + " ldapprefix=\"cn=\" ldapsuffix=\",dc=example,dc=org\"";
    }

    private String configuration(List<Line> lines, Tls tls) throws IOException {
        Path password = Files.writeString(directory.resolve("password"), OWN_PASSWORD);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        String shell = server.shellCommand().stream().map(word -> '"' + word + '"').collect(Collectors.joining(", "));
        List<String> rules = new ArrayList<>(lines.stream().map(Line::rule).toList());
        rules.addFirst("{ type = host, database = segue, user = \"ops,scrammer,nologin\", address = all, method = scram-sha-256 }");
        rules.add("{ type = host, database = all, user = \"postgres,ops\", address = all, method = scram-sha-256 }");
        return """
                segue {
                  listen = [ { address = "127.0.0.1", port = %d, authentication = hba%s } ]
                  hba = [
                    %s
                  ]
                  identities = [
                    { map = people, system = "/^(.*)@example\\\\.org$", role = "\\\\1" }
                    { map = people, system = "Big Boss", role = truster }
                  ]
                  users-file = "%s"
                  http = off
                  state-directory = "%s"
                  role { name = segue, password-file = "%s" }
                  console { roles = [ops, nologin] }
                  nodes {
                    node_a { host = "127.0.0.1", port = %d, data-directory = "%s", binaries = "%s", shell = [%s] }
                    node_b { host = "127.0.0.1", port = %d, data-directory = "/nowhere", binaries = "%s", shell = [%s] }
                  }
                  shards { main { databases = ["*"], nodes = [node_a, node_b] } }
                }
                """
                .formatted(
                        port, tls.listener(), String.join("\n    ", rules), usersFile, directory.resolve("state"), password,
                        server.port(), server.dataDirectory(), server.binaries(), shell, Ports.free(), server.binaries(), shell);
    }

    int port() {
        return port;
    }

    Path stateDirectory() {
        return directory.resolve("state");
    }

    Connection through(String user, String password, String database) throws SQLException {
        return connect(port, user, password, database);
    }

    Connection direct(String user, String password, String database) throws SQLException {
        return connect(server.port(), user, password, database);
    }

    private static Connection connect(int port, String user, String password, String database) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(Map.of("user", user, "password", password, "sslmode", "disable", "socketTimeout", "30"));
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    /** What the console answers, a line for each row. */
    String console(String statement) throws SQLException {
        try (Connection console = through("ops", OPS_PASSWORD, "segue");
                Statement asking = console.createStatement();
                ResultSet rows = asking.executeQuery(statement)) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    text.append(rows.getString(column)).append(' ');
                }
                text.append('\n');
            }
            return text.toString();
        }
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        people.shutDown(true);
        server.close();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
