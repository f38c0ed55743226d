package io.segue.proxy.control.node;

/** What stands where a node's data directory is configured. */
public sealed interface DataDirectory {

    record Absent() implements DataDirectory {}

    record Empty() implements DataDirectory {}

    record Cluster(String systemIdentifier) implements DataDirectory {}

    record SomethingElse(String firstEntry) implements DataDirectory {}
}
