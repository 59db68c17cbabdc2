// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What CLUSTERS.md shows is what works: its kubeconfigs are read, its rights are those of the manifests, its links lead somewhere. */
class ClustersReferenceTest {

    private static final Path DOCS = Path.of("src/docs");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @TempDir
    private Path folder;

    @Test
    void itsKubeconfigsAreUnderstood() throws Exception {
        Files.writeString(folder.resolve("ca.crt"), new TestPki("authority").certificate());
        Files.writeString(folder.resolve("token"), "token");
        List<String> kinds = new ArrayList<>();
        Vertx vertx = Vertx.vertx();
        try {
            for (String block : blocks("yaml")) {
                if (block.startsWith("apiVersion: v1\nkind: Config\n")) {
                    Path file = TestKubeconfig.write(folder.resolve("kubeconfig"), block);
                    try (ClusterAccess access = ClusterAccess.open(TestKubeconfig.settings(file), vertx)) {
                        kinds.add(access.describe(access.context()).userKind());
                    }
                }
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        assertThat(kinds).containsExactly("token file", "exec aws (native)");
    }

    @Test
    void itsRightsAreThoseOfTheManifests() throws IOException {
        JsonNode shown = blocks("yaml").stream()
                .filter(block -> block.startsWith("rules:"))
                .map(ClustersReferenceTest::parsed)
                .findFirst()
                .orElseThrow();
        JsonNode role = parsed(Files.readString(Path.of("src/deploy/kubernetes/base/cluster-role.yaml")));
        assertThat(shown.get("rules")).isEqualTo(role.get("rules"));
    }

    @Test
    void theFilesOfItsCommandsAndLinksAreThere() throws IOException {
        List<Path> named = new ArrayList<>();
        for (Matcher link = Pattern.compile("\\]\\((\\.\\./[^)#]+)").matcher(text()); link.find(); ) {
            named.add(DOCS.resolve(link.group(1)));
        }
        for (Matcher file = Pattern.compile("\\bsrc/deploy/[\\w/.-]+").matcher(text()); file.find(); ) {
            named.add(Path.of(file.group()));
        }
        assertThat(named).hasSizeGreaterThan(8).allSatisfy(path -> assertThat(path)
                .exists());
    }

    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$").matcher(text());
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    private static JsonNode parsed(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text() throws IOException {
        return Files.readString(DOCS.resolve("CLUSTERS.md"));
    }
}
