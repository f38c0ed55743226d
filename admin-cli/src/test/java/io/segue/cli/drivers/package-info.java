/** Tests of the shell behind {@code bin/drivers}: what is compared and told, without servers. */
package io.segue.cli.drivers;
