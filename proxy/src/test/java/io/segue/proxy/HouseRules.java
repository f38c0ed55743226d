package io.segue.proxy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may import whom in the proxy. The package that the rules hold for is given, so that they can be tried on a house that breaks them.
 *
 * <pre>
 *   Main, Proxy --> data, control --> gate --> route, watch
 *                        |  config --> route
 * </pre>
 */
final class HouseRules {

    private static final String OURS = "io.segue..";

    private final String house;

    /** @param house the root package, such as {@code io.segue.proxy} */
    HouseRules(String house) {
        this.house = house;
    }

    /** Every rule by its name. A room that has no classes yet breaks none. */
    Map<String, ArchRule> byName() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("data is seen by the root only", onlySeenBy(inRoom("data").and(not(consoleSeam())), "data"));
        rules.put("control is seen by the root only", onlySeenBy(inRoom("control"), "control"));
        rules.put("of data, control sees the console's interface only", seesNothingOf("control", inRoom("data").and(not(consoleSeam()))));
        rules.put("gate imports route, watch and Netty", gate());
        rules.put("route is a leaf", seesNothingOf("route", ours().and(not(inRoom("route")))));
        rules.put("watch is a leaf", seesNothingOf("watch", ours().and(not(inRoom("watch")))));
        rules.put("config imports route", seesNothingOf("config", ours().and(not(inRoom("config"))).and(not(inRoom("route")))));
        rules.put("rooms have no circles", slices().matching(house + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true));
        rules.put("only Main writes to the standard streams", standardStreams());
        rules.put("nobody uses java.util.logging", noClasses().should().dependOnClassesThat(resideInAPackage("java.util.logging..")));
        return rules;
    }

    private ArchRule onlySeenBy(DescribedPredicate<JavaClass> seen, String room) {
        return noClasses()
                .that(not(inRoom(room)).and(not(resideInAPackage(house))))
                .should()
                .dependOnClassesThat(seen)
                .allowEmptyShould(true);
    }

    private ArchRule seesNothingOf(String room, DescribedPredicate<JavaClass> unseen) {
        return noClasses().that(inRoom(room)).should().dependOnClassesThat(unseen).allowEmptyShould(true);
    }

    private ArchRule gate() {
        return classes()
                .that(inRoom("gate"))
                .should()
                .onlyDependOnClassesThat(
                        inRoom("gate").or(inRoom("route")).or(inRoom("watch")).or(resideInAnyPackage("java..", "io.netty..", "org.slf4j..")))
                .allowEmptyShould(true);
    }

    private ArchRule standardStreams() {
        return noClasses().that().doNotHaveFullyQualifiedName(house + ".Main").should(ACCESS_STANDARD_STREAMS);
    }

    /** What control implements for the console's wire: the interface with its nested types, and its exception. */
    private DescribedPredicate<JavaClass> consoleSeam() {
        String wire = house + ".data.console.";
        return DescribedPredicate.describe("the console's interface", type -> {
            String name = type.getName();
            return name.equals(wire + "Console") || name.startsWith(wire + "Console$") || name.equals(wire + "ConsoleException");
        });
    }

    private DescribedPredicate<JavaClass> inRoom(String room) {
        return resideInAPackage(house + "." + room + "..");
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage(OURS);
    }
}
