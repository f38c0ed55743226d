package io.segue.proxy.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How many clients may come in, and how long they may stay silent. An empty one is switched off.
 *
 * @param inAll sessions; more are answered 53300
 * @param reserved of them, for the roles of the console
 * @param consoles sessions of the console, which are not counted among the others
 * @param halfOpenLogins connections whose client has not proved who it is
 * @param perDatabase sessions of one database
 * @param perRole sessions of one role
 * @param perAddress sessions from one address
 * @param idle how long a session may stay idle outside of a transaction
 */
public record ClientLimits(
        int inAll,
        int reserved,
        int consoles,
        int halfOpenLogins,
        Optional<Integer> perDatabase,
        Optional<Integer> perRole,
        Optional<Integer> perAddress,
        Optional<Duration> idle) {}
