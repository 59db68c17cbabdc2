// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import java.util.List;

/**
 * What a page is made of, beside the choice of its families.
 *
 * @param originalNames how the original names are published
 * @param podLabels     pod labels of {@code kube_metrics_server_pod_labels}
 * @param nodeLabels    node labels of {@code kube_metrics_server_node_labels}
 */
record PageOptions(OriginalNames originalNames, List<String> podLabels, List<String> nodeLabels) {}
