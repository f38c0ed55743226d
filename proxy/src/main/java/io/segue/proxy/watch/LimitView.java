package io.segue.proxy.watch;

import java.util.Optional;

/**
 * A limit at the moment of looking, as SHOW LIMITS shows it.
 *
 * @param name key of the configuration, or what the machine calls it
 * @param value empty when there is no limit
 * @param used how many there are; of a limit for each of several names, of the busiest one
 * @param peak most that there have been; empty when nobody counts
 * @param refused how often somebody was turned away for it; empty when nobody counts
 * @param busiest that name; empty when the limit is one for all
 */
public record LimitView(String name, Optional<Long> value, long used, Optional<Long> peak, Optional<Long> refused, String busiest) {}
