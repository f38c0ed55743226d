package io.segue.proxy.control.console;

import java.util.Arrays;
import java.util.Optional;

/** The settings that drivers and pools ask a server for, or are told at the login; all fixed, because SET does nothing. */
enum DriverParameter {
    SERVER_VERSION("server_version", "", Report.AT_LOGIN),
    SERVER_ENCODING("server_encoding", "UTF8", Report.AT_LOGIN),
    CLIENT_ENCODING("client_encoding", "UTF8", Report.AT_LOGIN),
    DATESTYLE("DateStyle", "ISO, MDY", Report.AT_LOGIN),
    INTERVALSTYLE("IntervalStyle", "postgres", Report.AT_LOGIN),
    TIMEZONE("TimeZone", "UTC", Report.AT_LOGIN),
    INTEGER_DATETIMES("integer_datetimes", "on", Report.AT_LOGIN),
    STANDARD_CONFORMING_STRINGS("standard_conforming_strings", "on", Report.AT_LOGIN),
    IS_SUPERUSER("is_superuser", "off", Report.AT_LOGIN),
    IN_HOT_STANDBY("in_hot_standby", "off", Report.AT_LOGIN),
    DEFAULT_TRANSACTION_READ_ONLY("default_transaction_read_only", "off", Report.AT_LOGIN),
    DEFAULT_TRANSACTION_ISOLATION("default_transaction_isolation", "read committed", Report.WHEN_ASKED),
    TRANSACTION_ISOLATION("transaction_isolation", "read committed", Report.WHEN_ASKED),
    TRANSACTION_READ_ONLY("transaction_read_only", "off", Report.WHEN_ASKED),
    MAX_IDENTIFIER_LENGTH("max_identifier_length", "63", Report.WHEN_ASKED),
    SEARCH_PATH("search_path", "", Report.WHEN_ASKED);

    /** When a client is told. */
    private enum Report {
        /** As those that PostgreSQL marks GUC_REPORT. */
        AT_LOGIN,
        WHEN_ASKED
    }

    private final String parameter;
    private final String value;
    private final Report report;

    DriverParameter(String parameter, String value, Report report) {
        this.parameter = parameter;
        this.value = value;
        this.report = report;
    }

    /** The name as PostgreSQL writes it. */
    String parameter() {
        return parameter;
    }

    /** The version is known to the console only. */
    String value(String serverVersion) {
        return this == SERVER_VERSION ? serverVersion : value;
    }

    boolean reportedAtLogin() {
        return report == Report.AT_LOGIN;
    }

    static Optional<DriverParameter> named(String name) {
        return Arrays.stream(values()).filter(one -> one.parameter.equalsIgnoreCase(name)).findFirst();
    }
}
