// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the jar says of the libraries that it comes with is true, and all of it may be given away. */
class DependenciesIT {

    private static final Path LIBRARIES = Path.of("target/lib");
    private static final Path LICENCES = Path.of("target/classes/META-INF/THIRD-PARTY.txt");
    private static final Path MATERIALS = Path.of("target/classes/META-INF/sbom/application.cdx.json");

    /** (licence) (licence) name (group:artifact:version - page), as license-maven-plugin writes it. */
    private static final Pattern LINE =
            Pattern.compile("\\s+((?:\\([^)]*\\) )+).*\\(([^: ]+):([^: ]+):([^ ]+) - .*\\)");

    /** One of these is enough for a library that lets choose. */
    private static final Pattern PERMISSIVE = Pattern.compile(
            "\\((The )?Apache.*2\\.0\\)|\\(Eclipse Public License.*\\)|\\(EPL-[12]\\.0\\)|\\(MIT.*\\)|\\(BSD-[23]-Clause\\)"
                    + "|\\((EDL 1\\.0|Eclipse Distribution License.*)\\)|\\(Public Domain, per Creative Commons CC0\\)");

    private static Set<String> libraries() throws IOException {
        try (Stream<Path> files = Files.list(LIBRARIES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .map(name -> name.substring(0, name.length() - ".jar".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void everyLibraryIsListedWithALicenceThatLetsItBeGivenAway() throws IOException {
        Set<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(LICENCES)) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                listed.add(parts.group(3) + "-" + parts.group(4));
                assertThat(PERMISSIVE.matcher(parts.group(1)).find()).as(line).isTrue();
            } else {
                assertThat(line).matches("|Lists of \\d+ third-party dependencies\\.");
            }
        }
        assertThat(listed).containsExactlyElementsOf(withoutClassifiers(listed));
    }

    /** Names of the files as the list has them: without a classifier, such as that of a native library. */
    private static Set<String> withoutClassifiers(Set<String> listed) throws IOException {
        return libraries().stream()
                .map(file -> listed.contains(file)
                        ? file
                        : listed.stream()
                                .filter(name -> file.startsWith(name + "-"))
                                .findFirst()
                                .orElse(file))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The plugin does nothing in a build that is offline, so only CI insists. */
    @Test
    void theBillOfMaterialsHasEveryLibraryWithItsHash() throws IOException {
        assumeTrue(
                Files.exists(MATERIALS) || System.getenv("CI") != null, "built offline, without a bill of materials");
        JsonNode materials = new ObjectMapper().readTree(MATERIALS.toFile());

        assertThat(materials.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(materials.at("/metadata/component/name").asText()).isEqualTo("metrics-server-prom");
        Set<String> listed = new TreeSet<>();
        for (JsonNode component : materials.path("components")) {
            listed.add(component.path("name").asText() + "-"
                    + component.path("version").asText());
            assertThat(component.path("purl").asText()).startsWith("pkg:maven/");
            assertThat(component.path("hashes")).isNotEmpty();
            assertThat(component.path("licenses")).isNotEmpty();
        }
        assertThat(listed).containsExactlyElementsOf(withoutClassifiers(listed));
    }
}
