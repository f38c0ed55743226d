package io.segue.protocol.transcript;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.BackendType;
import io.segue.protocol.message.FrontendType;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Listens to one conversation and says it as lines. Whatever comes, nothing is thrown: what is broken is said to be.
 *
 * <p>One thread at a time. Of each direction at most {@link #HEAD_BYTES} are kept, while a message is cut.
 */
public final class Transcript {

    /** How much of a body is looked at. Of longer ones the line ends with how much more there is. */
    public static final int HEAD_BYTES = 16 * 1024;

    private final Consumer<Line> lines;
    private final StartupReader startup;
    private final Direction client;
    private final Direction server;

    /** The last thing that was asked of the client in its login; no such code: nothing. */
    private int asked = -1;
    private boolean copyBoth;

    private Transcript(Consumer<Line> lines, int valueBytes, boolean fromStart) {
        this.lines = lines;
        LineMaker client = new LineMaker(Line.Origin.CLIENT, valueBytes, lines);
        this.client = new Direction(client, this::clientLayout);
        this.server = new Direction(new LineMaker(Line.Origin.SERVER, valueBytes, lines), this::serverLayout);
        this.startup = new StartupReader(client, fromStart);
    }

    /** @param valueBytes how much is shown of a parameter, a column or COPY data; 0 for nothing but the length */
    public static Transcript fromStart(Consumer<Line> lines, int valueBytes) {
        return new Transcript(lines, valueBytes, true);
    }

    /** Joins a conversation that has passed its start-up, between two messages of either direction. */
    public static Transcript joining(Consumer<Line> lines, int valueBytes) {
        return new Transcript(lines, valueBytes, false);
    }

    /** @param bytes lent; its indexes stay as they are */
    public void clientBytes(ByteBuf bytes) {
        ByteBuf rest = bytes.slice();
        startup.take(rest);
        if (rest.isReadable()) {
            client.take(rest);
        }
    }

    /** @param bytes lent; its indexes stay as they are */
    public void serverBytes(ByteBuf bytes) {
        ByteBuf rest = bytes.slice();
        while (!server.hasBegun() && rest.isReadable() && isEncryptionResponse(rest.getByte(rest.readerIndex())) && startup.isAnswerDue()) {
            lines.accept(new Line(Line.Origin.SERVER, Line.ENCRYPTION_RESPONSE, List.of(Term.Bytes.of(new byte[] {rest.readByte()}))));
        }
        if (rest.isReadable()) {
            server.take(rest);
        }
    }

    private static boolean isEncryptionResponse(byte first) {
        return first == 'S' || first == 'N' || first == 'G';
    }

    private Optional<Layout> clientLayout(byte type, ByteBuf head) {
        return switch (type) {
            case FrontendType.PASSWORD -> Optional.of(switch (asked) {
                case 10 -> Messages.SASL_INITIAL_RESPONSE;
                case 11 -> Messages.SASL_RESPONSE;
                case 7, 8, 9 -> Messages.GSS_RESPONSE;
                default -> Messages.PASSWORD_MESSAGE;
            });
            case FrontendType.COPY_DATA -> Optional.of(copyData(Line.Origin.CLIENT, head));
            default -> Messages.ofType(Line.Origin.CLIENT, type);
        };
    }

    private Optional<Layout> serverLayout(byte type, ByteBuf head) {
        switch (type) {
            case BackendType.AUTHENTICATION -> {
                asked = head.readableBytes() < Integer.BYTES ? -1 : head.getInt(head.readerIndex());
                return Messages.authentication(asked);
            }
            case BackendType.COPY_DATA -> {
                return Optional.of(copyData(Line.Origin.SERVER, head));
            }
            case BackendType.COPY_BOTH_RESPONSE -> copyBoth = true;
            case BackendType.COMMAND_COMPLETE, BackendType.ERROR_RESPONSE, BackendType.READY_FOR_QUERY -> copyBoth = false;
            default -> { }
        }
        return Messages.ofType(Line.Origin.SERVER, type);
    }

    /** Inside of a replication stream the first byte tells what is in it. */
    private Layout copyData(Line.Origin origin, ByteBuf head) {
        int first = copyBoth && head.isReadable() ? head.getByte(head.readerIndex()) : 0;
        return switch (origin) {
            case CLIENT -> switch (first) {
                case 'r' -> Messages.STANDBY_STATUS_UPDATE;
                case 'h' -> Messages.HOT_STANDBY_FEEDBACK;
                default -> Messages.ofType(origin, FrontendType.COPY_DATA).orElseThrow();
            };
            case SERVER -> switch (first) {
                case 'w' -> Messages.XLOG_DATA;
                case 'k' -> Messages.PRIMARY_KEEPALIVE;
                default -> Messages.ofType(origin, BackendType.COPY_DATA).orElseThrow();
            };
        };
    }
}
