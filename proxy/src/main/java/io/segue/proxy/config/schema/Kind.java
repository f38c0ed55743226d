package io.segue.proxy.config.schema;

import com.typesafe.config.ConfigValue;

/** What a value must be, and how its text becomes an object. */
@FunctionalInterface
public interface Kind<T> {

    T read(ConfigValue value) throws UnfitValueException;
}
