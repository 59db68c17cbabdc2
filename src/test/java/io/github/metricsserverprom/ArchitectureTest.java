// SPDX-License-Identifier: MIT
package io.github.metricsserverprom;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall between pipeline and host, and which package may know which. */
class ArchitectureTest {

    private static final String ROOT = "io.github.metricsserverprom.";
    private static final Set<String> HOST = Set.of("config", "kubernetes", "web", "demo", "host");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            // The predefined option knows target/test-classes only, not that of the profile camel-k.
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("io.github.metricsserverprom");

    @ParameterizedTest(name = "{0} may know {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "quantity   | nothing",
                "model      | quantity",
                "exposition | quantity",
                "catalogue  | exposition",
                "selection  | model",
                "apiserver  | model",
                "podfacts   | apiserver, model, quantity, selection",
                "metricsapi | apiserver, model, podfacts, quantity, selection",
                "scrape     | apiserver, model, selection",
                "join       | apiserver, model, podfacts, scrape, selection",
                "render     | catalogue, exposition, model, quantity",
                "reshape    | apiserver, catalogue, exposition, join, metricsapi, model, podfacts, quantity, scrape"
            })
    void dependenciesOfThePipelinePointOneWay(String name, String known) {
        String[] allowed = Stream.concat(
                        Stream.of(name), known == null ? Stream.empty() : Arrays.stream(known.split(", *")))
                .map(ArchitectureTest::inside)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(inside(name))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT.substring(0, ROOT.length() - 1) + "..")
                        .and(not(resideInAnyPackage(allowed))))
                .check(CLASSES);
    }

    @Test
    void everyPackageIsInTheTable() {
        Set<String> packages = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()).replaceFirst("\\..*", ""))
                .filter(name -> !HOST.contains(name))
                .collect(Collectors.toSet());

        assertThat(packages)
                .containsExactlyInAnyOrder(
                        "quantity",
                        "model",
                        "exposition",
                        "catalogue",
                        "selection",
                        "apiserver",
                        "podfacts",
                        "metricsapi",
                        "scrape",
                        "join",
                        "render",
                        "reshape");
    }

    /** What Camel K's runtime does not have, and what only a program may do. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.vertx..",
                "org.apache.camel.main..",
                "org.apache.camel.component.platform..",
                "io.micrometer..",
                "picocli..",
                "ch.qos.logback..",
                "software.amazon.awssdk..",
                "io.fabric8.kubernetes.client.vertx.."
            })
    void thePipelineDoesNotKnowTheHostsLibraries(String libraries) {
        noClasses()
                .that(arePipeline())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(libraries)
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quantity", "exposition", "catalogue"})
    void whatWritesTextKnowsNeitherCamelNorKubernetes(String name) {
        noClasses()
                .that()
                .resideInAPackage(inside(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.camel..", "io.fabric8..", "com.fasterxml.jackson.core..", "org.slf4j..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void thereIsNoStaticStateThatChanges() {
        fields().that()
                .areStatic()
                .should()
                .beFinal()
                .andShould()
                .notHaveRawType(com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf(
                        java.util.HashMap.class,
                        java.util.ArrayList.class,
                        java.util.concurrent.ConcurrentHashMap.class,
                        java.util.concurrent.ConcurrentMap.class,
                        java.util.concurrent.atomic.AtomicBoolean.class,
                        java.util.concurrent.atomic.AtomicInteger.class,
                        java.util.concurrent.atomic.AtomicLong.class,
                        java.util.concurrent.atomic.AtomicReference.class,
                        ThreadLocal.class,
                        StringBuilder.class))
                .check(CLASSES);
    }

    @Test
    void thePipelineWritesToNoStandardStream() {
        noClasses().that(arePipeline()).should(ACCESS_STANDARD_STREAMS).check(CLASSES);
    }

    @Test
    void importsAreNamedOneByOne() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Path> wildcards = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(ArchitectureTest::hasWildcardImport)
                    .toList();
            assertThat(wildcards).isEmpty();
        }
    }

    private static boolean hasWildcardImport(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(line -> line.matches("import .*\\*;"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> arePipeline() {
        String[] host = HOST.stream().map(ArchitectureTest::inside).toArray(String[]::new);
        return resideInAPackage(ROOT + "*..").and(not(resideInAnyPackage(host))).as("are of the pipeline");
    }

    private static String inside(String name) {
        return ROOT + name + "..";
    }
}
