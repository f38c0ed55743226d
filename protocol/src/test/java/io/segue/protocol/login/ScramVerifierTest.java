package io.segue.protocol.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stored form of a password. The verifiers are what a PostgreSQL 15 server made of these passwords. */
class ScramVerifierTest {

    private static final String PENCIL = "SCRAM-SHA-256$4096:muFqPXT3V+nqBMqLxjMKEg==$KV1aKv9kqQyji7vTvEox26ml8P0D1yiIcMAEZ3qQ+M8=:"
            + "uPqMpfyz3H3y7YZNR8GjWNhbtbx+tx6jGUj5W+SBKPA=";

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            ASCII,                          pencil,          muFqPXT3V+nqBMqLxjMKEg==, KV1aKv9kqQyji7vTvEox26ml8P0D1yiIcMAEZ3qQ+M8=
            an ASCII control character,     ctrl\u0001pw,    JATlknz43qisOyLt5/j4kA==, Ao1qE7diAiFs6mww7IQl0bPKuQSijjTv57vo6omMjRc=
            mapped to nothing,              I\u00ADX,        LBomnhUZ+gvHfY1dZ2LRhw==, UMF3uujywb2KccvSpwex+wkefRS15ae4yei/xRA/NPg=
            compatibility letter,           \u00AA,          lteoCHmMWCeNIaU8OTTaRA==, J7Cvw/W3UoEr8tcfWIhOY3Zise3zAaqU8Q6OkdfOawc=
            Roman numeral,                  \u2168,          LZwHGsEcqdRphASqNu9vlA==, fOLWz6YbfIoShE933ZBDqlkc3Oqec3Q7/ftupcHAj7w=
            other spaces,                   a\u00A0b\u2003c, FnQon6Lh0XdHIyiMCRy3QA==, uQ59+/Uh0WorV/Oey+uVBJZSErll6VCO+puqYWCNyB4=
            right to left that ends wrong,  \u06271,         o3h8LMvMXRtX8nhO1vsYkw==, wbujJLwohJllnuCw4/gdmZE1LECFoTwjuP5OMzWMTrc=
            right to left that ends right,  \u06271\u0628,   04sEthbz+3DKC5e5bi9oww==, eVMmer0krZOSLg8gX7qQ7ZNxjl5BwPyLeSjdU6c3s9o=
            composed,                       gr\u00FC\u00DFe, C8D4yTKEC5N1PzfKlH8rTw==, sUpD/tRp13NU4vPyiq6uW9mJD/nk3VHWcfzWq6oK5oQ=
            decomposed,                     gru\u0308\u00DFe, 5evkbjinIsgdLZicPCLsgQ==, X00YbK8JV5uaW3OuD2xR2cQfcpRK3ulqC9mGdPp5U7g=
            unassigned in Unicode 3.2,      \u0221,          by4V40avBw94KBkXgj5m6w==, ivVfVtBN+K+78jd6YR9PBPIlvNykTBItrlyMtmhfp94=
            a key beyond the first plane,   \uD83D\uDD11key, u0WPt2vEwEp1hpSkU8nlBA==, 4S4J60PUs/5X0eY310GP87P9tXbbmbYcNoPlxXFk4Xg=
            nothing but mapped to nothing,  \u00AD,          +UXvd30fnbc67UEsd0sgZw==, sw9riheCPjh07ZPUM+uTwDETpxQiyCNGtEHcFHFwQrk=
            prohibited,                     \uFB01\u0007x,   1oZP2gYaHNu0Z63nYtkT4g==, xuOOz2vuKjioRumPUs+nH0y52koYW953rgpluJfIg7Y=
            the Ohm sign,                   \u2126,          N9+s13/ATzEnVffwbc2sLw==, qgKj/n0fLI9w7oXYrOaI/0FW1muR9s5hhodh9/T21IA=
            """)
    void isDerivedAsTheServerDoes(String description, String password, String salt, String storedKey) {
        ScramVerifier verifier = ScramVerifier.of(password, Base64.getDecoder().decode(salt), 4096);

        assertThat(verifier.format()).startsWith("SCRAM-SHA-256$4096:" + salt + "$" + storedKey + ":");
    }

    @Test
    void isReadAndWrittenInTheServersFormat() {
        assertThat(ScramVerifier.parse(PENCIL)).hasValueSatisfying(verifier -> {
            assertThat(verifier.format()).isEqualTo(PENCIL);
            assertThat(verifier.iterations()).isEqualTo(4096);
            assertThat(verifier).isEqualTo(ScramVerifier.of("pencil", Base64.getDecoder().decode("muFqPXT3V+nqBMqLxjMKEg=="), 4096));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "md5d41d8cd98f00b204e9800998ecf8427e", "pencil", "SCRAM-SHA-256$", "SCRAM-SHA-256$4096:AAAA$AAAA:AAAA",
        "SCRAM-SHA-256$0:AAAA$KV1aKv9kqQyji7vTvEox26ml8P0D1yiIcMAEZ3qQ+M8=:uPqMpfyz3H3y7YZNR8GjWNhbtbx+tx6jGUj5W+SBKPA=",
        "SCRAM-SHA-256$9999999999:AAAA$KV1aKv9kqQyji7vTvEox26ml8P0D1yiIcMAEZ3qQ+M8=:uPqMpfyz3H3y7YZNR8GjWNhbtbx+tx6jGUj5W+SBKPA=",
        "SCRAM-SHA-256$4096:!!!!$KV1aKv9kqQyji7vTvEox26ml8P0D1yiIcMAEZ3qQ+M8=:uPqMpfyz3H3y7YZNR8GjWNhbtbx+tx6jGUj5W+SBKPA=",
        "SCRAM-SHA-256$4096:AAAA$KV1aKv9kqQyji7vTvEox26ml8P0D1yiIcMAEZ3qQ+M8=:uPqMpfyz3H3y7YZNR8GjWNhbtbx+tx6jGUj5W+SBKPA=:x"})
    void anythingElseIsNone(String text) {
        assertThat(ScramVerifier.parse(text)).isEmpty();
    }

    @Test
    void cannotBePrinted() {
        assertThat(ScramVerifier.parse(PENCIL).orElseThrow()).hasToString("SCRAM-SHA-256$********");
    }
}
