package io.segue.proxy.config;

import static io.segue.proxy.config.schema.Entry.blamed;

import io.segue.proxy.config.schema.Block;
import io.segue.proxy.config.schema.Entry;
import io.segue.proxy.config.schema.Findings;
import io.segue.proxy.config.schema.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** No two of the proxy's own ports may be the same. */
final class Listeners {

    /** Addresses that stand for every address of the machine. */
    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::");

    private final Block segue;
    private final Findings findings;

    Listeners(Block segue, Findings findings) {
        this.segue = segue;
        this.findings = findings;
    }

    void check() {
        List<Block> all = new ArrayList<>(segue.list(Keys.LISTEN));
        segue.section(Keys.HTTP).ifPresent(all::add);
        for (int i = 0; i < all.size(); i++) {
            for (Block earlier : all.subList(0, i)) {
                notOnePort(earlier, all.get(i));
            }
        }
    }

    private void notOnePort(Block earlier, Block later) {
        both(earlier, later, Keys.PORT, (earlierPort, laterPort) -> both(earlier, later, Keys.ADDRESS, (earlierAddress, laterAddress) -> {
            if (earlierPort.value().equals(laterPort.value()) && overlap(earlierAddress.value(), laterAddress.value())) {
                findings.add(
                        blamed(laterPort, earlierPort),
                        "port " + laterPort.value() + " is wanted by " + earlierPort.place().path() + " and by " + laterPort.place().path(),
                        "Give each its own port");
            }
        }));
    }

    private static boolean overlap(String one, String other) {
        return one.equals(other) || ANY_ADDRESS.contains(one) || ANY_ADDRESS.contains(other);
    }

    private static <T> void both(Block one, Block other, Setting<T> setting, BiConsumer<Entry<T>, Entry<T>> rule) {
        one.entry(setting).ifPresent(first -> other.entry(setting).ifPresent(second -> rule.accept(first, second)));
    }
}
