/** What came of a command, for the operator and for the script that called it. A leaf. */
package io.segue.cli.outcome;
