package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.Describe;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.Flush;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.FrontendType;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Target;
import java.util.List;
import java.util.Random;

/**
 * Says anything that a client may say: simple queries, batches with and without Sync, one pipelined behind the other, mistakes in all of them,
 * and COPY both by clients that wait until they are asked for data and by those that do not.
 */
final class ModelClient {

    /** Names of statements and of portals. */
    private static final List<String> NAMES = List.of("", "s1", "s2");

    /** Not one of them, so that no COPY begins by chance. */
    private static final String COPY = "copy";

    private final Random random;
    private final ModelConversation conversation;

    ModelClient(Random random, ModelConversation conversation) {
        this.random = random;
        this.conversation = conversation;
    }

    /** One unit of work, or the beginning of one. */
    void speak() {
        switch (random.nextInt(8)) {
            case 0, 1 -> query();
            case 2 -> functionCall();
            case 3, 4, 5 -> batch();
            case 6 -> copyWhenAsked();
            default -> copyUnasked();
        }
        conversation.moveOn();
    }

    /** Whatever is still open is ended, as a client does that wants to go on with something else. */
    void finish() {
        conversation.settle();
        say(new Sync());
        say(new Query("ROLLBACK"));
        conversation.settle();
    }

    private void query() {
        StringBuilder query = new StringBuilder(statement());
        for (int more = random.nextInt(3); more > 0; more--) {
            query.append(';').append(statement());
        }
        say(new Query(query.toString()));
    }

    private void functionCall() {
        conversation.sent().writeByte(FrontendType.FUNCTION_CALL).writeInt(5).writeBoolean(random.nextInt(3) > 0);
    }

    private void batch() {
        for (int messages = random.nextInt(7); messages > 0; messages--) {
            batchMessage();
            conversation.moveOn();
        }
        if (random.nextInt(10) == 0) {
            conversation.sent().writeByte(FrontendType.FLUSH).writeInt(5).writeByte(0);
        }
        if (random.nextInt(5) > 0) {
            say(new Sync());
        } else if (random.nextBoolean()) {
            say(new Flush());
        }
    }

    private void batchMessage() {
        say(switch (random.nextInt(8)) {
            case 0, 1 -> new Parse(name(), statement(), List.of());
            case 2, 3 -> new Bind(name(), name(), List.of(), List.of(), List.of());
            case 4 -> new Describe(target(), name());
            case 5 -> new Execute(name(), random.nextInt(3));
            case 6 -> new Close(target(), name());
            default -> new Flush();
        });
    }

    /** Waits until the server asks for data, or does not. */
    private void copyWhenAsked() {
        boolean inBatch = random.nextBoolean();
        boolean synced = inBatch && random.nextBoolean();
        beginCopy(inBatch);
        if (synced) {
            say(new Sync());
        }
        conversation.settle();
        if (conversation.server().isInCopy()) {
            copyData();
            if (inBatch) {
                say(new Sync());
            }
        } else if (inBatch && !synced) {
            say(new Sync());
        }
    }

    private void copyUnasked() {
        boolean inBatch = random.nextBoolean();
        beginCopy(inBatch);
        if (inBatch && random.nextInt(3) == 0) {
            say(new Sync());
        }
        copyData();
        if (inBatch) {
            say(new Sync());
        }
    }

    private void beginCopy(boolean inBatch) {
        if (inBatch) {
            say(new Close(Target.STATEMENT, COPY));
            say(new Parse(COPY, "COPY", List.of()));
            say(new Bind(COPY, COPY, List.of(), List.of(), List.of()));
            say(new Execute(COPY, 0));
        } else {
            say(new Query(random.nextBoolean() ? "COPY" : "COPY;SELECT"));
        }
        conversation.moveOn();
    }

    private void copyData() {
        ByteBuf sent = conversation.sent();
        for (int pieces = random.nextInt(4); pieces > 0; pieces--) {
            sent.writeByte(FrontendType.COPY_DATA).writeInt(5).writeByte(random.nextInt(5) == 0 ? ModelSql.BAD_COPY_DATA : 'x');
            conversation.moveOn();
        }
        if (random.nextInt(4) == 0) {
            sent.writeByte(FrontendType.COPY_FAIL).writeInt(5).writeByte(0);
        } else {
            sent.writeByte(FrontendType.COPY_DONE).writeInt(4);
        }
    }

    /** Any but COPY, which has to be said with what follows it. */
    private String statement() {
        String statement = ModelSql.ALL.get(random.nextInt(ModelSql.ALL.size()));
        return statement.equals("COPY") ? "SELECT" : statement;
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private Target target() {
        return random.nextBoolean() ? Target.STATEMENT : Target.PORTAL;
    }

    private void say(FrontendMessage message) {
        message.encode(conversation.sent());
    }
}
