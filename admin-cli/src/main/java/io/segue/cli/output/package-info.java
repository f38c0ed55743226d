/** How an answer looks: aligned tables for people, or exactly one JSON document for programs. Progress and errors go to stderr. */
package io.segue.cli.output;
