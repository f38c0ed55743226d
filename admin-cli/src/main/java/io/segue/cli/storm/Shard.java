package io.segue.cli.storm;

import io.segue.cli.stage.Account;
import io.segue.cli.stage.Server;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;

/** What the proxy says of its one shard, on the console. */
record Shard(String node, String gate, String migration) {

    private static final Set<String> RESTING = Set.of("", "READY", "MOVED", "ALONE", "DONE", "ABANDONED", "CREATED");
    private static final int ANSWER_SECONDS = 5;

    static Shard ask(int port, Account operator) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", operator.role());
        properties.setProperty("password", operator.password());
        properties.setProperty("connectTimeout", String.valueOf(ANSWER_SECONDS));
        properties.setProperty("socketTimeout", String.valueOf(ANSWER_SECONDS));
        try (Connection console = DriverManager.getConnection("jdbc:postgresql://" + Server.HOST + ":" + port + "/segue", properties);
                Statement statement = console.createStatement();
                ResultSet row = statement.executeQuery("SHOW SHARDS")) {
            row.next();
            String migration = row.getString("migration");
            return new Shard(row.getString("node"), row.getString("gate"), migration == null ? "" : migration);
        }
    }

    /** Nothing is under way, and clients are served. */
    boolean rests() {
        return gate.equals("OPEN") && RESTING.contains(migration);
    }

    /** Whether the other node follows, so that the next move can be asked for. */
    boolean canMove() {
        return migration.equals("READY") || migration.equals("MOVED");
    }

    /** The verb that moves it: there once it is prepared, back once it was moved. */
    String verb() {
        return migration.equals("MOVED") ? "switchback" : "cutover";
    }
}
