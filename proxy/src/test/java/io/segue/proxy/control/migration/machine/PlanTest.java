package io.segue.proxy.control.migration.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

    private static final Plan PLAN = Plan.out("main", "node_a", "node_b");

    @Test
    void reversesThereAndBack() {
        assertThat(PLAN.reversed()).isEqualTo(new Plan("main", "node_b", "node_a", Plan.Direction.BACK));
        assertThat(PLAN.reversed().reversed()).isEqualTo(PLAN);
    }

    @Test
    void namesTheSlotsAlikeFromBothSides() {
        assertThat(PLAN.slot()).isEqualTo("segue_main_node_b");
        assertThat(PLAN.wayBackSlot()).isEqualTo("segue_main_node_a").isEqualTo(PLAN.reversed().slot());
    }

    @Test
    void refusesAMoveToWhereItIs() {
        assertThatIllegalArgumentException().isThrownBy(() -> Plan.out("main", "node_a", "node_a")).withMessageContaining("itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shard-1", "schön", "a b'c", "a-name-that-is-much-longer-than-the-63-bytes-that-postgresql-allows-for-a-slot"})
    void makesAllowedSlotNamesOfAnyShard(String shard) {
        String slot = Plan.out(shard, "a", "b").slot();
        assertThat(slot).matches("[a-z0-9_]{1,63}").startsWith("segue_");
        assertThat(slot).as("different shards, different slots").isNotEqualTo(Plan.out(shard + "x", "a", "b").slot());
    }

    @Test
    void keepsNamesApartThatDifferOnlyInWhatIsReplaced() {
        assertThat(Plan.out("a-b", "x", "y").slot()).isNotEqualTo(Plan.out("a.b", "x", "y").slot());
    }
}
