/** The person at the keyboard: questions, passwords, Ctrl-C. */
package io.segue.cli.terminal;
