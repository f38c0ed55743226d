package io.segue.badhouse.data.console;

public interface Console {

    record Result(String tag) {}
}
