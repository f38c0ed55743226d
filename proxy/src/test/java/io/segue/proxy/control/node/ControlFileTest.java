package io.segue.proxy.control.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlFileTest {

    private static final String REPORT =
            """
            pg_control version number:            1300
            Database system identifier:           7412345678901234567
            Database cluster state:               shut down
            pg_control last modified:             Sun 22 Nov 2026 03:08:05 PM UTC
            Latest checkpoint location:           0/3000028
            Latest checkpoint's REDO location:    0/3000028
            Latest checkpoint's TimeLineID:       2
            Latest checkpoint's PrevTimeLineID:   2
            """;

    @Test
    void readsTheFourThatMatter() {
        assertThat(ControlFile.parse(REPORT))
                .contains(new ControlData("shut down", Lsn.parse("0/3000028"), 2, "7412345678901234567"));
    }

    @Test
    void onlyACleanEndOfAPrimaryIsAShutDown() {
        assertThat(with("shut down")).matches(ControlData::shutDown);
        assertThat(with("shut down in recovery")).matches(data -> !data.shutDown());
        assertThat(with("shutting down")).matches(data -> !data.shutDown());
        assertThat(with("in production")).matches(data -> !data.shutDown());
    }

    private static ControlData with(String state) {
        return ControlFile.parse(REPORT.replace("shut down", state)).orElseThrow();
    }

    @Test
    void doesNotBelieveATornOne() {
        String torn = "WARNING: Calculated CRC checksum does not match value stored in file.\n" + REPORT;
        assertThat(ControlFile.parse(torn)).isEmpty();
    }

    @Test
    void refusesAReportThatLacksALine() {
        assertThat(ControlFile.parse("")).isEmpty();
        assertThat(ControlFile.parse(REPORT.replace("Latest checkpoint location:", "Latest checkpoint"))).isEmpty();
        assertThat(ControlFile.parse(REPORT.replace("0/3000028", "nowhere"))).isEmpty();
        assertThat(ControlFile.parse(REPORT.replace("TimeLineID:       2", "TimeLineID:       two"))).isEmpty();
    }
}
