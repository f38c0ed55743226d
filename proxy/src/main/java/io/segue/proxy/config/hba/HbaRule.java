package io.segue.proxy.config.hba;

import java.util.List;

/**
 * One line of {@code hba}. The first whose type, address, database and user fit a connection decides on it.
 *
 * @param number counted from 1, in the order of the file
 * @param databases one of them has to fit, as of {@code users}
 * @param address of no meaning for {@link ConnectionType#LOCAL}
 * @param certificate what is asked of the client's certificate besides
 */
public record HbaRule(
        int number,
        ConnectionType type,
        List<NamePattern> databases,
        List<NamePattern> users,
        AddressPattern address,
        LoginMethod method,
        CertificateCheck certificate) {

    /** Which connections a rule is for. */
    public enum ConnectionType {
        /** Through a Unix-domain socket. */
        LOCAL,
        /** Through TCP, encrypted or not. */
        HOST,
        HOSTSSL,
        HOSTNOSSL
    }

    public HbaRule {
        databases = List.copyOf(databases);
        users = List.copyOf(users);
    }

    /** What {@code authentication = trust} of a listener stands for, for both kinds of connection. */
    public static List<HbaRule> everybody(LoginMethod method) {
        return List.of(
                everybody(1, ConnectionType.LOCAL, method),
                everybody(2, ConnectionType.HOST, method));
    }

    private static HbaRule everybody(int number, ConnectionType type, LoginMethod method) {
        return new HbaRule(
                number, type, List.of(new NamePattern.All(), new NamePattern.Replication()), List.of(new NamePattern.All()),
                new AddressPattern.All(), method, new CertificateCheck.None());
    }
}
