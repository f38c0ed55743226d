package io.segue.proxy.data.session;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.CommandComplete;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every command tag of PostgreSQL 15 (cmdtaglist.h), and which of them make what is known of a session stale. */
class CommandTagsTest {

    private static final String OBJECTS = """
            ACCESS METHOD, AGGREGATE, CAST, COLLATION, CONSTRAINT, CONVERSION, DATABASE, DOMAIN, EVENT TRIGGER, EXTENSION,
            FOREIGN DATA WRAPPER, FOREIGN TABLE, FUNCTION, INDEX, LANGUAGE, MATERIALIZED VIEW, OPERATOR, OPERATOR CLASS, OPERATOR FAMILY,
            POLICY, PROCEDURE, PUBLICATION, ROLE, ROUTINE, RULE, SCHEMA, SEQUENCE, SERVER, STATISTICS, SUBSCRIPTION, TABLE, TABLESPACE,
            TEXT SEARCH CONFIGURATION, TEXT SEARCH DICTIONARY, TEXT SEARCH PARSER, TEXT SEARCH TEMPLATE, TRANSFORM, TRIGGER, TYPE,
            USER MAPPING, VIEW""";

    private static final String OTHERS = """
            ALTER DEFAULT PRIVILEGES, ALTER LARGE OBJECT, ALTER SYSTEM, ANALYZE, BEGIN, CHECKPOINT, CLOSE, CLOSE CURSOR, CLOSE CURSOR ALL,
            CLUSTER, COMMENT, COMMIT, COMMIT PREPARED, COPY 5, COPY FROM, DELETE 5, DROP OWNED, EXECUTE, EXPLAIN, FETCH 5, GRANT, GRANT ROLE,
            IMPORT FOREIGN SCHEMA, INSERT 0 1, LOAD, LOCK TABLE, MERGE 5, MOVE 5, NOTIFY, REASSIGN OWNED, REFRESH MATERIALIZED VIEW, REINDEX,
            RELEASE, REVOKE, REVOKE ROLE, ROLLBACK, ROLLBACK PREPARED, SAVEPOINT, SECURITY LABEL, SELECT 5, SELECT FOR KEY SHARE,
            SELECT FOR NO KEY UPDATE, SELECT FOR SHARE, SELECT FOR UPDATE, SELECT INTO, SHOW, START TRANSACTION, TRUNCATE TABLE, UPDATE 5,
            VACUUM""";

    /** PREPARE TRANSACTION and SET CONSTRAINTS touch nothing that moves along, but are too rare to be told apart. */
    private static final String TOUCHING = """
            CALL, CREATE TABLE AS, DEALLOCATE, DEALLOCATE ALL, DECLARE CURSOR, DISCARD, DISCARD ALL, DISCARD PLANS, DISCARD SEQUENCES,
            DISCARD TEMP, DO, LISTEN, PREPARE, PREPARE TRANSACTION, RESET, SET, SET CONSTRAINTS, UNLISTEN""";

    @Test
    void theseTagsTouchTheSession() {
        TreeSet<String> touching = list(TOUCHING);
        list(OBJECTS).forEach(object -> touching.add("CREATE " + object));

        assertThat(touching).allMatch(CommandTagsTest::touchesSession);
    }

    @Test
    void noOtherTagDoes() {
        TreeSet<String> others = list(OTHERS);
        list(OBJECTS).forEach(object -> others.addAll(List.of("ALTER " + object, "DROP " + object)));

        assertThat(others).noneMatch(CommandTagsTest::touchesSession);
    }

    private static TreeSet<String> list(String names) {
        return Arrays.stream(names.replace('\n', ' ').split(", *")).map(String::strip).collect(toCollection(TreeSet::new));
    }

    private static boolean touchesSession(String tag) {
        ByteBuf message = Unpooled.buffer();
        new CommandComplete(tag).encode(message);
        return CommandTags.touchSession(message, 5);
    }
}
