// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.exposition.MetricFamily;
import io.github.metricsserverprom.exposition.MetricType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogueTest {

    @Test
    void familiesComeInTheOrderOfTheirGroups() {
        assertThat(Catalogue.inPageOrder())
                .hasSize(28)
                .isSortedAccordingTo((a, b) -> a.group().compareTo(b.group()))
                .extracting(Catalogue::metricName)
                .doesNotHaveDuplicates()
                .startsWith(
                        "kube_metrics_server_node_cpu",
                        "kube_metrics_server_node_mem",
                        "kube_metrics_server_pod_cpu",
                        "kube_metrics_server_pod_mem",
                        "kube_metrics_server_node_cpu_usage_cores")
                .endsWith("metrics_server_prom_scrape_invalid_quantities", "metrics_server_prom_build_info");
    }

    /** The contract with dashboards that were made for the original. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "kube_metrics_server_node_cpu node",
                "kube_metrics_server_node_mem node",
                "kube_metrics_server_pod_cpu node,pod,ip,container,namespace",
                "kube_metrics_server_pod_mem node,pod,ip,container,namespace",
            })
    void originalNamesKeepTheirLabelsInOrder(String name, String labels) {
        Catalogue entry = Catalogue.byName(name).orElseThrow();

        assertThat(String.join(",", entry.family().labelNames())).isEqualTo(labels);
        assertThat(entry.family().type()).isEqualTo(MetricType.GAUGE);
        assertThat(entry.group()).isEqualTo(MetricGroup.ORIGINAL);
        assertThat(entry.isOnByDefault()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyFamilyKeepsTheNamingRules(Catalogue entry) {
        MetricFamily family = entry.family();

        assertThat(family.name())
                .matches("(kube_metrics_server|metrics_server_prom)_[a-z_]+")
                .doesNotEndWith("_total");
        assertThat(family.name().startsWith("metrics_server_prom_"))
                .isEqualTo(entry.group() == MetricGroup.SCRAPE_HEALTH);
        assertThat(family.labelNames()).doesNotContain("instance", "job", "type", "owner", "env");
        assertThat(family.help()).matches("[A-Z].*\\.").doesNotContain("\n", "|", "\"");
        if (!family.unit().isEmpty()) {
            assertThat(family.help()).contains(family.unit());
        }
        assertThat(Catalogue.byName(family.name())).contains(entry);
    }

    @Test
    void optInFamiliesAreOffAndAllOthersOn() {
        assertThat(Catalogue.inPageOrder())
                .filteredOn(entry -> !entry.isOnByDefault())
                .hasSize(8)
                .allMatch(entry -> entry.group() == MetricGroup.OPT_IN);
    }

    @Test
    void unknownNamesHaveNoEntry() {
        assertThat(Catalogue.byName("kube_metrics_server_pod")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void plainCoresChangeOnlyTheHelpOfTheOriginalCpuFamilies(Catalogue entry) {
        MetricFamily plain = entry.familyInPlainCores();

        if (List.of(Catalogue.ORIGINAL_NODE_CPU, Catalogue.ORIGINAL_POD_CPU).contains(entry)) {
            assertThat(entry.family().help()).endsWith(", in cores times 60000.");
            assertThat(plain.help()).endsWith(", in cores.");
            assertThat(plain).usingRecursiveComparison().ignoringFields("help").isEqualTo(entry.family());
        } else {
            assertThat(plain).isEqualTo(entry.family());
        }
    }

    @Test
    void collectorsAreNamedAsInTheLabel() {
        assertThat(MetricSource.NODE_METRICS.collector()).isEqualTo("node_metrics");
        assertThat(MetricSource.PODS.collector()).isEqualTo("pods");
    }
}
