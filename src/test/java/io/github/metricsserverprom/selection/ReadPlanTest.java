// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.model.Collector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadPlanTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # collectors                       | namespaces | denied | labels | pods  | nodes | plan
            node_metrics,pod_metrics,pods,nodes |           |        |        | watch | off   | node_metrics, pod_metrics, pods (watch); namespaces: all
            node_metrics,pod_metrics,pods,nodes |           | kube-* | a=b    | list  | list  | node_metrics, pod_metrics, pods, nodes; namespaces: all but kube-*; labels of pods: a=b
            node_metrics,pod_metrics,pods,nodes | b,a       |        |        | watch | list  | pod_metrics, pods (watch); namespaces: a, b
            node_metrics,pod_metrics,pods,nodes |           |        |        | off   | off   | node_metrics, pod_metrics; namespaces: all
            pods, pod_metrics                   |           |        |        | watch | list  | pod_metrics, pods (watch); namespaces: all
            node_metrics                        |           |        |        | watch | list  | node_metrics; namespaces: all
            """)
    void aReadIsMadeWhenNothingSwitchesItOff(
            String collectors,
            String namespaces,
            String denied,
            String labels,
            String pods,
            String nodes,
            String plan) {
        PodSelection selection =
                new PodSelection(Namespaces.of(namespaces), NamespaceDenylist.of(denied), LabelSelector.parse(labels));

        assertThat(ReadPlan.of(Collector.ofLabels(collectors), selection, pods, nodes))
                .hasToString(plan);
    }
}
