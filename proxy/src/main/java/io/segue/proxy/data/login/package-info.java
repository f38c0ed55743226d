/**
 * From the StartupMessage to a client that has shown who it is: which rule is for it, what it is asked, and what its answers are worth.
 *
 * <pre>
 *   LoginHandler --which rule?--> Hba
 *        |       --what is known of the role?--> CredentialSource (control)
 *        +--> LoginExchange: TrustLogin | ScramLogin | Md5Login | PasswordLogin | PassThroughLogin
 *        |                                                        (the server itself asks, see data.backend)
 *        +--LoginKey--> Reception: a session, or the console
 * </pre>
 *
 * <p>Event loops; key derivations elsewhere. May import {@code protocol}, {@code config}, {@code route}, {@code watch}, {@code data.backend},
 * {@code data.net} and Netty.
 */
package io.segue.proxy.data.login;
