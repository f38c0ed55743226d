/** Logins of real clients through the whole proxy, compared with those on the server itself. */
package io.segue.proxy.login;
