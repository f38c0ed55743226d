package io.segue.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds what the package comment promises: a leaf, without circles. */
class ImportRulesTest {

    private final JavaClasses protocol = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.segue.protocol");

    @Test
    void theModuleImportsJavaNettysBuffersAndCodecsAndSaslPrepOnly() {
        classes().should().onlyDependOnClassesThat().resideInAnyPackage(
                "java..", "javax.crypto..", "io.netty.buffer..", "io.netty.util..", "io.netty.handler.codec..",
                "com.ongres.saslprep..", "io.segue.protocol..")
                .check(protocol);
    }

    @Test
    void onlySaslPrepKnowsItsLibrary() {
        noClasses().that().doNotHaveFullyQualifiedName("io.segue.protocol.login.SaslPrep")
                .should().dependOnClassesThat().resideInAPackage("com.ongres..").check(protocol);
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching("io.segue.protocol.(*)..").should().beFreeOfCycles().check(protocol);
    }

    @Test
    void theRulesSeeTheClasses() {
        assertThat(protocol.contain("io.segue.protocol.message.Query")).isTrue();
    }
}
