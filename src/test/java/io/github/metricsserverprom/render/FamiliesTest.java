// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.metricsserverprom.catalogue.Catalogue;
import io.github.metricsserverprom.catalogue.MetricGroup;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamiliesTest {

    @Test
    void withoutOptionsAllButTheOptInFamiliesAreChosen() {
        assertThat(chosen(OriginalNames.ORIGINAL))
                .containsExactlyElementsOf(Catalogue.inPageOrder().stream()
                        .filter(entry -> entry.group() != MetricGroup.OPT_IN)
                        .toList());
    }

    @Test
    void originalNamesCanBeOff() {
        assertThat(chosen(OriginalNames.OFF))
                .noneMatch(entry -> entry.group() == MetricGroup.ORIGINAL)
                .contains(Catalogue.NODE_CPU_USAGE);
        assertThat(chosen(OriginalNames.CORES)).isEqualTo(chosen(OriginalNames.ORIGINAL));
    }

    @ParameterizedTest
    @CsvSource({
        "true, false, false, false, 1, kube_metrics_server_pod_labels",
        "false, true, false, false, 1, kube_metrics_server_node_labels",
        "false, false, true, false, 4, kube_metrics_server_container_cpu_limit_cores",
        "false, false, false, true, 2, kube_metrics_server_node_memory_allocatable_bytes"
    })
    void eachOptionAddsItsFamilies(
            boolean podLabels, boolean nodeLabels, boolean resources, boolean nodes, int added, String one) {
        Set<Catalogue> chosen =
                Families.chosen(OriginalNames.ORIGINAL, podLabels, nodeLabels, resources, nodes, List.of());

        assertThat(chosen).hasSize(chosen(OriginalNames.ORIGINAL).size() + added);
        assertThat(chosen).extracting(Catalogue::metricName).contains(one);
    }

    @ParameterizedTest
    @CsvSource({
        "kube_metrics_server_node_cpu, 1",
        "kube_metrics_server_node_cpu*, 2",
        "*_sample_*, 4",
        "kube_metrics_server_*, 13",
        "*, 20",
        "kube_metrics_server_pod_labels, 0"
    })
    void theDenylistTakesWhatItMatches(String denied, int gone) {
        int all = chosen(OriginalNames.ORIGINAL).size();

        assertThat(chosen(OriginalNames.ORIGINAL, denied)).hasSize(all - gone);
    }

    @ParameterizedTest
    @CsvSource({"kube_metrics_server_node_cp", "node_cpu", "kube.metrics_server_node_cpu", "up"})
    void aNameThatIsNoFamilyIsRefused(String denied) {
        assertThatThrownBy(() -> chosen(OriginalNames.ORIGINAL, denied))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("exporter.metrics-denylist names '" + denied + "', which is no family of this exporter; the"
                        + " families are listed in METRICS.md");
    }

    private static Set<Catalogue> chosen(OriginalNames names, String... denylist) {
        return Families.chosen(names, false, false, false, false, List.of(denylist));
    }
}
