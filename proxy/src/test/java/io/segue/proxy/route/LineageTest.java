package io.segue.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineageTest {

    private static final Lineage SECOND = new Lineage("7", 2);

    @Test
    void isOvertakenByALaterTimelineOfTheSameOrigin() {
        assertThat(new Lineage("7", 1).isOvertakenBy(SECOND)).isTrue();
        assertThat(SECOND.isOvertakenBy(new Lineage("7", 30))).isTrue();
    }

    @Test
    void isNotOvertakenByTheSameOrAnEarlierTimeline() {
        assertThat(SECOND.isOvertakenBy(SECOND)).isFalse();
        assertThat(new Lineage("7", 3).isOvertakenBy(SECOND)).isFalse();
    }

    @Test
    void isNotComparedWithAnotherOrigin() {
        assertThat(new Lineage("8", 1).isOvertakenBy(SECOND)).isFalse();
    }
}
