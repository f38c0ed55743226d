package io.segue.proxy.control.node.survey;

import java.time.Duration;

/**
 * How a server answered the first packet of a login.
 *
 * @param refusal the server's words, such as {@code no pg_hba.conf entry for host ...}; empty when it went on with the login
 * @param took from the dial to the answer
 */
public record Knock(Login login, String refusal, Duration took) {}
