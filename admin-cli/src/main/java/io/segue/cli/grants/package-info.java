/** What Segue's role may do on the servers: as text that a superuser runs there. Imports the JDK only. */
package io.segue.cli.grants;
