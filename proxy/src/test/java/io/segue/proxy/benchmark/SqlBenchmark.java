package io.segue.proxy.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.sql.QueryKind;
import io.segue.protocol.sql.SessionEffect;
import io.segue.protocol.sql.SessionEffects;
import io.segue.protocol.sql.SqlLexer;
import io.segue.protocol.sql.StringSyntax;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reading SQL: the look that each statement gets, and the closer ones for those that need them. */
@State(Scope.Thread)
public class SqlBenchmark {

    private final byte[] select = utf8(Conversation.SELECT);
    private final byte[] report = utf8("""
            -- of the month
            WITH paid AS (SELECT o.id, sum(p.amount) AS total FROM orders o JOIN payments p USING (id) WHERE p.at >= '2026-01-01' GROUP BY 1)
            SELECT c.name, coalesce(paid.total, 0.0), E'it\\'s', $$no; end$$ FROM customers c LEFT JOIN paid ON paid.id = c.id /* all */ ORDER BY 2
            """);
    private final byte[] set = utf8("SET search_path = shop, public; SELECT set_config('app.tenant', '7', false)");
    private final ByteBuf received = Unpooled.directBuffer().writeBytes(select);

    /** For each Query and Parse on the data path. */
    @Benchmark
    public boolean lookForEffects() {
        return SessionEffects.mayAffect(received, 0, select.length);
    }

    /** When that look finds something. */
    @Benchmark
    public List<SessionEffect> effectsOfSet() {
        return SessionEffects.of(set);
    }

    /** In a hold only: may it read on the standby? */
    @Benchmark
    public QueryKind kindOfSelect() {
        return QueryKind.of(select, StringSyntax.STANDARD_CONFORMING);
    }

    @Benchmark
    public int lexSelect() {
        return tokens(select);
    }

    @Benchmark
    public int lexReport() {
        return tokens(report);
    }

    @TearDown
    public void release() {
        received.release();
    }

    private static int tokens(byte[] query) {
        SqlLexer lexer = new SqlLexer(query, StringSyntax.STANDARD_CONFORMING);
        int tokens = 0;
        while (lexer.hasNext()) {
            tokens += lexer.next().kind().ordinal();
        }
        return tokens;
    }

    private static byte[] utf8(String query) {
        return query.getBytes(StandardCharsets.UTF_8);
    }
}
