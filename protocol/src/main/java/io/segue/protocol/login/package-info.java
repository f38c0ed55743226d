/**
 * How passwords are proved and checked: SCRAM-SHA-256 (RFC 5802, RFC 7677) from both sides, bound to the connection where it can be, and
 * md5; such that nobody has to know a password twice.
 *
 * <pre>
 *   client --proof--> ScramServer(verifier) --Accepted--> ClientKey
 *                                                             |
 *   server &lt;--proof-- ScramClient.withKey(ClientKey, verifier)
 * </pre>
 *
 * <p>A client that logs in proves that it has the ClientKey by sending it, struck out with something the verifier's owner can compute. Who
 * holds the verifier therefore holds the ClientKey after the login, and can log in to every server that has the same verifier: a
 * physical copy has. Of md5 the stored hash itself is such a key.
 *
 * <p>Pure functions and small state objects without a thread. A few HMACs each, fit for an event loop; only {@link ScramVerifier#of},
 * {@link ScramVerifier#unlock} and {@link ScramClient#withPassword} derive a key from a password (milliseconds), and are not. Nothing here can be printed that would open a
 * door. Messages are bytes as they travel in SASLInitialResponse, AuthenticationSASLContinue and so on.
 *
 * <p>May import {@code message}, {@code java} and the SASLprep library.
 */
package io.segue.protocol.login;
