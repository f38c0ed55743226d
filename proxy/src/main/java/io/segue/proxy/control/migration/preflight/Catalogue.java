package io.segue.proxy.control.migration.preflight;

import static io.segue.proxy.control.migration.preflight.Judgement.ok;
import static io.segue.proxy.control.migration.preflight.Rule.rule;

import io.segue.proxy.config.schema.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every rule, by the command that it stands before. Pure. */
final class Catalogue {

    /** Before the traffic moves, either way. */
    static final List<Rule> MOVE = Stream.of(
                    ServerRules.RULES,
                    MachineRules.RULES,
                    SettingRules.RULES,
                    ActivityRules.RULES,
                    LoginRules.RULES,
                    ObjectRules.RULES)
            .flatMap(List::stream)
            .toList();

    /** Of these, right before the fence. */
    static final List<Rule> WINDOW = MOVE.stream().filter(Rule::inWindow).toList();

    /** Before a standby is made. */
    static final List<Rule> PREPARE = CopyRules.RULES;

    /** Before the node without traffic is put away: the other one must be proved. */
    static final List<Rule> CLEANUP = List.of(
            rule("source-primary", ServerRules::sourcePrimary),
            rule("traffic", ServerRules::traffic),
            rule("write-probe", scene -> ok(scene.source().name() + " committed at "
                    + scene.context().source().writeProbe(scene.context().limits().calls().question()))),
            rule("gate", ServerRules::gate));

    private Catalogue() {}

    /** What is wrong with what an operator has allowed: a name that means nothing, or a finding that nobody may pass over. */
    static Optional<Check> objection(Set<String> allowed) {
        return allowed.stream().flatMap(name -> objection(name).stream()).findFirst();
    }

    private static Optional<Check> objection(String name) {
        Optional<Rule> rule = MOVE.stream().filter(it -> it.name().equals(name)).findFirst();
        if (rule.isEmpty()) {
            String near = Nearest.to(name, MOVE.stream().map(Rule::name).toList()).map(it -> "did you mean " + it + "? ").orElse("");
            return Optional.of(Check.refused("allow", "no check is called " + name, near + "PRECHECK lists them"));
        }
        return rule.get().consequence().isPresent()
                ? Optional.empty()
                : Optional.of(Check.refused(
                        "allow",
                        name + " cannot be allowed",
                        "mend what it finds; these can be allowed: " + String.join(", ", allowable())));
    }

    private static List<String> allowable() {
        return MOVE.stream().filter(it -> it.consequence().isPresent()).map(Rule::name).toList();
    }
}
