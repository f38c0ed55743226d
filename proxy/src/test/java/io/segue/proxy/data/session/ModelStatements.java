package io.segue.proxy.data.session;

import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.Describe;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Target;
import io.segue.protocol.message.TransactionStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The prepared statements and portals of one session of a {@link ModelServer}. */
final class ModelStatements {

    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();

    /** Texts by name. */
    Map<String, String> byName() {
        return statements;
    }

    /** What a simple query does to them before anything else. */
    void queryBegins() {
        statements.remove("");
        portals.clear();
    }

    void transactionEnds() {
        portals.clear();
    }

    /** @return false when the Parse fails, which takes the unnamed statement with it if it would have replaced that one */
    boolean parse(Parse parse, TransactionStatus status) {
        if (parse.statement().isEmpty()) {
            statements.remove("");
        }
        return !ModelSql.isMalformed(parse.query())
                && !ModelSql.isAborted(parse.query(), status)
                && statements.putIfAbsent(parse.statement(), parse.query()) == null;
    }

    /** @return false when there is no such statement */
    boolean bind(Bind bind) {
        Optional<String> sql = Optional.ofNullable(statements.get(bind.statement()));
        sql.ifPresent(text -> portals.put(bind.portal(), text));
        return sql.isPresent();
    }

    Optional<String> portal(String name) {
        return Optional.ofNullable(portals.get(name));
    }

    Optional<String> described(Describe describe) {
        return Optional.ofNullable(of(describe.target()).get(describe.name()));
    }

    void close(Close close) {
        of(close.target()).remove(close.name());
    }

    private Map<String, String> of(Target target) {
        return target == Target.STATEMENT ? statements : portals;
    }
}
