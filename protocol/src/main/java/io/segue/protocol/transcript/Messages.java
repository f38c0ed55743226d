package io.segue.protocol.transcript;

import static io.segue.protocol.transcript.Numbers.format16;
import static io.segue.protocol.transcript.Numbers.format8;
import static io.segue.protocol.transcript.Numbers.int16;
import static io.segue.protocol.transcript.Numbers.int32;
import static io.segue.protocol.transcript.Numbers.int64;
import static io.segue.protocol.transcript.Numbers.letter;
import static io.segue.protocol.transcript.Numbers.lsn;
import static io.segue.protocol.transcript.Numbers.oid;
import static io.segue.protocol.transcript.Numbers.version;
import static io.segue.protocol.transcript.Pairs.fields;
import static io.segue.protocol.transcript.Pairs.parameters;
import static io.segue.protocol.transcript.Parts.group;
import static io.segue.protocol.transcript.Parts.list;
import static io.segue.protocol.transcript.Parts.rest;
import static io.segue.protocol.transcript.Parts.secret;
import static io.segue.protocol.transcript.Parts.secretValue;
import static io.segue.protocol.transcript.Parts.string;
import static io.segue.protocol.transcript.Parts.strings32;
import static io.segue.protocol.transcript.Parts.stringsToZero;
import static io.segue.protocol.transcript.Parts.value;

import io.segue.protocol.message.BackendType;
import io.segue.protocol.message.FrontendType;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every message of PostgreSQL 18, chapters "Message Formats" and "Streaming Replication Protocol". */
final class Messages {

    private static final Map<Integer, String> TARGETS = Map.of((int) 'S', "statement", (int) 'P', "portal");
    private static final Map<Integer, String> STATUSES = Map.of((int) 'I', "idle", (int) 'T', "transaction", (int) 'E', "failed");

    // ---- without a type

    static final Layout STARTUP_MESSAGE = Layout.of("StartupMessage", Layout.NO_TYPE, version(), parameters());
    static final Layout CANCEL_REQUEST = untyped("CancelRequest", 80877102, int32(), secret());
    static final Layout SSL_REQUEST = untyped("SSLRequest", 80877103);
    static final Layout GSSENC_REQUEST = untyped("GSSENCRequest", 80877104);

    // ---- those of which several have one type

    static final Layout PASSWORD_MESSAGE = Layout.of("PasswordMessage", FrontendType.PASSWORD, secret());
    static final Layout SASL_INITIAL_RESPONSE = Layout.of("SASLInitialResponse", FrontendType.PASSWORD, string(), secretValue());
    static final Layout SASL_RESPONSE = Layout.of("SASLResponse", FrontendType.PASSWORD, secret());
    static final Layout GSS_RESPONSE = Layout.of("GSSResponse", FrontendType.PASSWORD, secret());

    private static final List<Layout> AUTHENTICATIONS = List.of(
            authentication("AuthenticationOk", 0),
            authentication("AuthenticationKerberosV5", 2),
            authentication("AuthenticationCleartextPassword", 3),
            authentication("AuthenticationMD5Password", 5, rest()),
            authentication("AuthenticationGSS", 7),
            authentication("AuthenticationGSSContinue", 8, secret()),
            authentication("AuthenticationSSPI", 9),
            authentication("AuthenticationSASL", 10, stringsToZero()),
            authentication("AuthenticationSASLContinue", 11, secret()),
            authentication("AuthenticationSASLFinal", 12, secret()));

    static final Layout STANDBY_STATUS_UPDATE =
            Layout.of("StandbyStatusUpdate", FrontendType.COPY_DATA, lsn(), lsn(), lsn(), int64(), letter(Map.of())).code((byte) 'r');
    static final Layout HOT_STANDBY_FEEDBACK =
            Layout.of("HotStandbyFeedback", FrontendType.COPY_DATA, int64(), oid(), oid(), oid(), oid()).code((byte) 'h');
    static final Layout XLOG_DATA = Layout.of("XLogData", BackendType.COPY_DATA, lsn(), lsn(), int64(), rest()).code((byte) 'w');
    static final Layout PRIMARY_KEEPALIVE =
            Layout.of("PrimaryKeepalive", BackendType.COPY_DATA, lsn(), int64(), letter(Map.of())).code((byte) 'k');

    // ---- the rest

    private static final List<Layout> FRONTEND = List.of(
            Layout.of("Bind", FrontendType.BIND, string(), string(), list(format16()), list(value()), list(format16())),
            Layout.of("Close", FrontendType.CLOSE, letter(TARGETS), string()),
            Layout.of("CopyData", FrontendType.COPY_DATA, rest()),
            Layout.of("CopyDone", FrontendType.COPY_DONE),
            Layout.of("CopyFail", FrontendType.COPY_FAIL, string(Secrets::ofProse)),
            Layout.of("Describe", FrontendType.DESCRIBE, letter(TARGETS), string()),
            Layout.of("Execute", FrontendType.EXECUTE, string(), int32()),
            Layout.of("Flush", FrontendType.FLUSH),
            Layout.of("FunctionCall", FrontendType.FUNCTION_CALL, oid(), list(format16()), list(value()), format16()),
            Layout.of("Parse", FrontendType.PARSE, string(), string(Secrets::ofSql), list(oid())),
            Layout.of("Query", FrontendType.QUERY, string(Secrets::ofSql)),
            Layout.of("Sync", FrontendType.SYNC),
            Layout.of("Terminate", FrontendType.TERMINATE));

    private static final List<Layout> BACKEND = List.of(
            Layout.of("BackendKeyData", BackendType.BACKEND_KEY_DATA, int32(), secret()),
            Layout.of("BindComplete", BackendType.BIND_COMPLETE),
            Layout.of("CloseComplete", BackendType.CLOSE_COMPLETE),
            Layout.of("CommandComplete", BackendType.COMMAND_COMPLETE, string()),
            Layout.of("CopyBothResponse", BackendType.COPY_BOTH_RESPONSE, format8(), list(format16())),
            Layout.of("CopyData", BackendType.COPY_DATA, rest()),
            Layout.of("CopyDone", BackendType.COPY_DONE),
            Layout.of("CopyInResponse", BackendType.COPY_IN_RESPONSE, format8(), list(format16())),
            Layout.of("CopyOutResponse", BackendType.COPY_OUT_RESPONSE, format8(), list(format16())),
            Layout.of("DataRow", BackendType.DATA_ROW, list(value())),
            Layout.of("EmptyQueryResponse", BackendType.EMPTY_QUERY_RESPONSE),
            Layout.of("ErrorResponse", BackendType.ERROR_RESPONSE, fields()),
            Layout.of("FunctionCallResponse", BackendType.FUNCTION_CALL_RESPONSE, value()),
            Layout.of("NegotiateProtocolVersion", BackendType.NEGOTIATE_PROTOCOL_VERSION, version(), strings32()),
            Layout.of("NoData", BackendType.NO_DATA),
            Layout.of("NoticeResponse", BackendType.NOTICE_RESPONSE, fields()),
            Layout.of("NotificationResponse", BackendType.NOTIFICATION_RESPONSE, int32(), string(), string()),
            Layout.of("ParameterDescription", BackendType.PARAMETER_DESCRIPTION, list(oid())),
            Layout.of("ParameterStatus", BackendType.PARAMETER_STATUS, string(), string()),
            Layout.of("ParseComplete", BackendType.PARSE_COMPLETE),
            Layout.of("PortalSuspended", BackendType.PORTAL_SUSPENDED),
            Layout.of("ReadyForQuery", BackendType.READY_FOR_QUERY, letter(STATUSES)),
            Layout.of("RowDescription", BackendType.ROW_DESCRIPTION,
                    list(group(string(), oid(), int16(), oid(), int16(), int32(), format16()))));

    private static final Map<String, Layout> FRONTEND_BY_NAME = byName(Stream.of(
            FRONTEND.stream(),
            Stream.of(STARTUP_MESSAGE, CANCEL_REQUEST, SSL_REQUEST, GSSENC_REQUEST, PASSWORD_MESSAGE, SASL_INITIAL_RESPONSE, SASL_RESPONSE,
                    GSS_RESPONSE, STANDBY_STATUS_UPDATE, HOT_STANDBY_FEEDBACK)).flatMap(each -> each));
    private static final Map<String, Layout> BACKEND_BY_NAME = byName(Stream.of(
            BACKEND.stream(), AUTHENTICATIONS.stream(), Stream.of(XLOG_DATA, PRIMARY_KEEPALIVE)).flatMap(each -> each));
    private static final Layout[] FRONTEND_BY_TYPE = byType(FRONTEND);
    private static final Layout[] BACKEND_BY_TYPE = byType(BACKEND);

    private Messages() {}

    /** Of messages that share a type the one without a code; empty for a type that there is not, and for those that depend on what went before. */
    static Optional<Layout> ofType(Line.Origin origin, byte type) {
        Layout[] layouts = switch (origin) {
            case CLIENT -> FRONTEND_BY_TYPE;
            case SERVER -> BACKEND_BY_TYPE;
        };
        return type < 0 ? Optional.empty() : Optional.ofNullable(layouts[type]);
    }

    static Optional<Layout> authentication(int code) {
        return AUTHENTICATIONS.stream().filter(layout -> ByteBuffer.wrap(layout.code()).getInt() == code).findFirst();
    }

    static Optional<Layout> named(Line.Origin origin, String name) {
        return Optional.ofNullable(switch (origin) {
            case CLIENT -> FRONTEND_BY_NAME.get(name);
            case SERVER -> BACKEND_BY_NAME.get(name);
        });
    }

    /** In the order of the manual. */
    static List<String> names(Line.Origin origin) {
        return List.copyOf(switch (origin) {
            case CLIENT -> FRONTEND_BY_NAME.keySet();
            case SERVER -> BACKEND_BY_NAME.keySet();
        });
    }

    private static Layout authentication(String name, int code, Part... parts) {
        return Layout.of(name, BackendType.AUTHENTICATION, parts).code(ByteBuffer.allocate(Integer.BYTES).putInt(code).array());
    }

    private static Layout untyped(String name, int code, Part... parts) {
        return Layout.of(name, Layout.NO_TYPE, parts).code(ByteBuffer.allocate(Integer.BYTES).putInt(code).array());
    }

    private static Map<String, Layout> byName(Stream<Layout> layouts) {
        Map<String, Layout> byName = new LinkedHashMap<>();
        layouts.forEach(layout -> byName.put(layout.name(), layout));
        return byName;
    }

    private static Layout[] byType(List<Layout> layouts) {
        Layout[] byType = new Layout[Byte.MAX_VALUE + 1];
        layouts.forEach(layout -> byType[layout.type()] = layout);
        return byType;
    }
}
