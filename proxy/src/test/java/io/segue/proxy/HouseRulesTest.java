package io.segue.proxy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import io.segue.badhouse.Main;
import io.segue.badhouse.control.ImplementsConsole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house hold; and each of them is broken by a small house that was built badly on purpose. */
class HouseRulesTest {

    private static final JavaClasses OURS = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.segue");
    private static final JavaClasses BAD_HOUSE = new ClassFileImporter().importPackages("io.segue.badhouse");
    private static final Map<String, ArchRule> RULES = new HouseRules("io.segue.proxy").byName();
    private static final Map<String, ArchRule> BAD_HOUSE_RULES = new HouseRules("io.segue.badhouse").byName();

    static Stream<String> rules() {
        return RULES.keySet().stream();
    }

    @Test
    void theHouseIsNotEmpty() {
        assertThat(OURS).hasSizeGreaterThan(30).noneMatch(type -> type.getPackageName().startsWith("io.segue.badhouse"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isKept(String rule) {
        RULES.get(rule).check(OURS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data is seen by the root only | config.AsksData
            control is seen by the root only | data.AsksControl
            of data, control sees the console's interface only | control.AsksData
            gate imports route, watch and Netty | gate.AsksConfig
            route is a leaf | route.AsksConfig
            watch is a leaf | watch.AsksRoute
            config imports route | config.AsksData
            rooms have no circles | control.AsksData
            only Main writes to the standard streams | route.AsksConfig
            nobody uses java.util.logging | watch.AsksRoute
            """)
    void isBrokenByABadHouse(String rule, String culprit) {
        EvaluationResult result = BAD_HOUSE_RULES.get(rule).evaluate(BAD_HOUSE);

        assertThat(result.hasViolation()).isTrue();
        assertThat(result.getFailureReport().getDetails()).anyMatch(detail -> detail.contains("io.segue.badhouse." + culprit));
    }

    @Test
    void theRootAndTheConsolesInterfaceBreakNothing() {
        JavaClasses innocent = BAD_HOUSE.that(belongToAnyOf(Main.class, ImplementsConsole.class));

        assertThat(innocent).hasSize(2);
        assertThat(BAD_HOUSE_RULES).allSatisfy((name, rule) -> rule.check(innocent));
    }

    @Test
    void protocolKnowsNothingOfUsAndLogsNothing() {
        noClasses()
                .that()
                .resideInAPackage("io.segue.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.segue.proxy..", "io.segue.cli..", "org.slf4j..", "java.util.logging..")
                .allowEmptyShould(true)
                .check(OURS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "proxy", "admin-cli"})
    void everyPackageHasADoorPlate(String module) throws IOException {
        Path sources = Path.of("..", module, "src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> packages = files.filter(file -> file.toString().endsWith(".java")).map(Path::getParent).distinct().toList();

            assertThat(packages).isNotEmpty().allSatisfy(directory -> assertThat(directory.resolve("package-info.java"))
                    .content()
                    .as("door plate of %s", directory)
                    .startsWith("/**"));
        }
    }
}
