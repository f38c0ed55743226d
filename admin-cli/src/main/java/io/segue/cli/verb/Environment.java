package io.segue.cli.verb;

import io.segue.cli.terminal.Interrupts;
import io.segue.cli.terminal.Keyboard;
import java.io.PrintWriter;
import java.util.Map;

/**
 * The world around the command line, handed in so that tests can hand in another.
 *
 * @param variables environment variables
 * @param operatingSystemUser the default for the role
 * @param out standard output: answers only
 * @param err standard error: progress, questions, errors
 */
public record Environment(
        Map<String, String> variables,
        String operatingSystemUser,
        PrintWriter out,
        PrintWriter err,
        Keyboard keyboard,
        Interrupts interrupts) {}
