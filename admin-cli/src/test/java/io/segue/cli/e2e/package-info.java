/** The main job end to end: real servers, the proxy as a process of its own, the command line as operators use it. */
package io.segue.cli.e2e;
