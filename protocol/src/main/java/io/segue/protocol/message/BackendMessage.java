package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/** What a server sends. */
public sealed interface BackendMessage
        permits Authentication, NegotiateProtocolVersion, BackendKeyData, ParameterStatus, ReadyForQuery, ErrorResponse, NoticeResponse,
                RowDescription, DataRow, CommandComplete, EmptyQueryResponse,
                ParseComplete, BindComplete, CloseComplete, ParameterDescription, NoData, PortalSuspended {

    /**
     * Writes type, length and body.
     *
     * @throws IllegalArgumentException when a text holds U+0000 or there are more than 65535 values
     */
    void encode(ByteBuf out);

    /**
     * Decodes what may come during a login and in answer to a question of Segue's own.
     *
     * @throws ProtocolViolationException when the body is malformed, or the message is none of this interface's
     */
    static BackendMessage decode(byte type, ByteBuf body) {
        return switch (type) {
            case BackendType.AUTHENTICATION -> Authentication.decode(body);
            case BackendType.NEGOTIATE_PROTOCOL_VERSION -> NegotiateProtocolVersion.decode(body);
            case BackendType.BACKEND_KEY_DATA -> BackendKeyData.decode(body);
            case BackendType.PARAMETER_STATUS -> ParameterStatus.decode(body);
            case BackendType.READY_FOR_QUERY -> ReadyForQuery.decode(body);
            case BackendType.ERROR_RESPONSE -> ErrorResponse.decode(body);
            case BackendType.NOTICE_RESPONSE -> NoticeResponse.decode(body);
            case BackendType.ROW_DESCRIPTION -> RowDescription.decode(body);
            case BackendType.DATA_ROW -> DataRow.decode(body);
            case BackendType.COMMAND_COMPLETE -> CommandComplete.decode(body);
            case BackendType.EMPTY_QUERY_RESPONSE -> EmptyQueryResponse.decode(body);
            case BackendType.PARSE_COMPLETE -> ParseComplete.decode(body);
            case BackendType.BIND_COMPLETE -> BindComplete.decode(body);
            case BackendType.CLOSE_COMPLETE -> CloseComplete.decode(body);
            case BackendType.PARAMETER_DESCRIPTION -> ParameterDescription.decode(body);
            case BackendType.NO_DATA -> NoData.decode(body);
            case BackendType.PORTAL_SUSPENDED -> PortalSuspended.decode(body);
            default -> throw MessageReader.violation("unexpected backend message type " + type);
        };
    }
}
