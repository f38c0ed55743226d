/**
 * The rules by which clients log in, as they are written: which connections each is for and how those prove who they are. Named and meant as
 * in pg_hba.conf and pg_ident.conf.
 *
 * <p>Values without a thread. May import {@code config.schema}. Who decides with them is {@code data.login}.
 */
package io.segue.proxy.config.hba;
