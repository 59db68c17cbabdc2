// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.selection.ReadPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The rights that reads need.
 *
 * @param usage   without any of which there is nothing to publish
 * @param facts   without which labels are empty
 * @param unasked namespaces whose rights are not among them, because there are too many to ask for at the start
 */
record Rights(List<Right> usage, List<Right> facts, int unasked) {

    private static final int MOST_NAMESPACES = 20;

    static Rights of(ReadPlan plan) {
        List<Right> usage = new ArrayList<>();
        List<Right> facts = new ArrayList<>();
        if (plan.reads().contains(Collector.NODE_METRICS)) {
            usage.add(new Right("metrics.k8s.io", "nodes", "list", null));
        }
        List<String> requests = plan.pods().requests();
        int asked = Math.min(MOST_NAMESPACES, requests.size());
        for (String request : requests.subList(0, asked)) {
            String namespace = request.isEmpty() ? null : request;
            if (plan.reads().contains(Collector.POD_METRICS)) {
                usage.add(new Right("metrics.k8s.io", "pods", "list", namespace));
            }
            if (plan.reads().contains(Collector.PODS)) {
                facts.add(new Right("", "pods", "list", namespace));
                if (plan.watchPods()) {
                    facts.add(new Right("", "pods", "watch", namespace));
                }
            }
        }
        if (plan.reads().contains(Collector.NODES)) {
            facts.add(new Right("", "nodes", "list", null));
        }
        return new Rights(usage, facts, requests.size() - asked);
    }
}
