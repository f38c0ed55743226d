package io.segue.proxy.testing;

import io.segue.proxy.config.TransportKind;
import java.util.Locale;

/** What carries the connections of the tests: as by default, or what {@code -Dsegue.test.transport=io_uring} names. */
public final class TestTransport {

    public static final TransportKind KIND = TransportKind.valueOf(System.getProperty("segue.test.transport", "auto").toUpperCase(Locale.ROOT));

    private TestTransport() {}
}
