package io.segue.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void writesWhatProgramsReadInAFixedShape() {
        Figures figures = new Samples().moves(Samples.move("cutover", 0)).figures();

        assertThat(Report.json(figures, Verdict.of(figures, 1)))
                .isEqualTo(
                        """
                        {
                          "kept" : true,
                          "client_errors" : 0,
                          "acknowledged" : 6000,
                          "lost" : 0,
                          "doubled" : 0,
                          "resurrected" : 0,
                          "unknown" : 0,
                          "stale_reads" : 0,
                          "ledger_rows" : 1000,
                          "pgbench_transactions" : 5000,
                          "first_errors" : [ ],
                          "pause_ms" : {
                            "count" : 120,
                            "p50" : 96.4,
                            "p99" : 140.0,
                            "max" : 151.25,
                            "outside" : 21.0
                          },
                          "longest_read_ms" : 101.5,
                          "longest_read_in_moves_ms" : 101.5,
                          "longest_read_outside_ms" : 33.0,
                          "floor_ms" : 80.33,
                          "ratio" : 1.2,
                          "moves" : [ {
                            "name" : "cutover",
                            "outcome" : "done",
                            "tries" : 1,
                            "exit_code" : 0,
                            "total_ms" : 2000.0,
                            "silence_ms" : 92.0,
                            "phases" : [ {
                              "step" : "draining",
                              "ms" : 4.25
                            }, {
                              "step" : "stopping",
                              "ms" : 31.0
                            } ]
                          } ],
                          "promises" : [ {
                            "promise" : "moves that ended well",
                            "kept" : true,
                            "found" : "1 of 1"
                          }, {
                            "promise" : "errors seen by clients",
                            "kept" : true,
                            "found" : "0"
                          }, {
                            "promise" : "acknowledged and lost",
                            "kept" : true,
                            "found" : "0 of 6,000"
                          }, {
                            "promise" : "doubled",
                            "kept" : true,
                            "found" : "0"
                          }, {
                            "promise" : "aborted and come back",
                            "kept" : true,
                            "found" : "0"
                          }, {
                            "promise" : "own writes not seen",
                            "kept" : true,
                            "found" : "0"
                          }, {
                            "promise" : "sums of pgbench balance",
                            "kept" : true,
                            "found" : "yes"
                          }, {
                            "promise" : "longest wait of a write",
                            "kept" : true,
                            "found" : "151 ms, limit 4,500 ms and the 21 ms of writes outside of moves"
                          } ],
                          "setup" : {
                            "started" : "2026-01-02T03:04:05Z",
                            "quick" : true,
                            "postgres" : "15.18",
                            "java" : "25.0.3+9",
                            "cores" : 2,
                            "clients" : 32,
                            "scale" : 5
                          }
                        }
                        """);
    }

    @Test
    void aFloorThatWasNotMeasuredIsNull() {
        Figures figures = new Samples().withoutFloor().figures();

        assertThat(Report.json(figures, Verdict.of(figures, 3))).contains("\"floor_ms\" : null", "\"ratio\" : null");
    }
}
