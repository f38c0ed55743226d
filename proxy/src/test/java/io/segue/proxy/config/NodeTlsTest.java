package io.segue.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a server is spoken to of which the configuration says nothing. */
class NodeTlsTest {

    @ParameterizedTest
    @CsvSource({
        "db.example.org, VERIFY_FULL", "10.0.0.1, VERIFY_FULL", "2001:db8::1, VERIFY_FULL", "128.0.0.1, VERIFY_FULL",
        "localhost.example.org, VERIFY_FULL", "127.example.org, VERIFY_FULL",
        "localhost, DISABLE", "127.0.0.1, DISABLE", "127.1.2.3, DISABLE", "::1, DISABLE"
    })
    void whoeverCouldBeInBetweenIsKeptOut(String host, NodeTls.Mode mode) {
        assertThat(NodeTls.standard(host).mode()).isEqualTo(mode);
    }
}
