// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.catalogue.Catalogue;
import io.github.metricsserverprom.catalogue.MetricGroup;
import io.github.metricsserverprom.exposition.LabelNames;
import io.github.metricsserverprom.model.ClusterSnapshot;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Steps that add labels to the series of a page. */
final class Labels {

    /** Pod labels come out with this prefix, as those of kube-state-metrics do. */
    private static final String POD_LABEL_PREFIX = "label_";

    /**
     * Keys of Kubernetes labels, by
     * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set.
     */
    private static final Pattern KEY =
            Pattern.compile("([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");

    private Labels() {}

    static Step fixed(String name, String value) {
        try {
            LabelNames.of(name);
        } catch (IllegalArgumentException e) {
            throw new ReshapeException(e.getMessage());
        }
        if (name.startsWith(POD_LABEL_PREFIX)) {
            throw new ReshapeException("label " + name + " may conflict with a pod label: names that begin with "
                    + POD_LABEL_PREFIX + " are those of Kubernetes labels");
        }
        if (taken().contains(name)) {
            throw new ReshapeException(
                    "label " + name + " is a label of the series already; taken are " + String.join(", ", taken()));
        }
        if (value.isEmpty()) {
            throw new ReshapeException("the value of label " + name + " is empty, which is the same as no label");
        }
        return snapshot -> snapshot.withStaticLabel(name, value);
    }

    private static Set<String> taken() {
        Set<String> names = new TreeSet<>(UsageSums.labelNames());
        for (Catalogue entry : Catalogue.inPageOrder()) {
            if (entry.group() != MetricGroup.SCRAPE_HEALTH) {
                names.addAll(entry.family().labelNames());
            }
        }
        return names;
    }

    static Step ofPods(String keys) {
        List<String> names = Arguments.patterns(keys).entries();
        for (String name : names) {
            if (!KEY.matcher(name).matches()) {
                throw new ReshapeException("'" + name
                        + "' is not the key of a Kubernetes label such as app or app.kubernetes.io/name; patterns are not"
                        + " possible here, since every key becomes a label of every series");
            }
        }
        return new PodLabels(names);
    }

    private record PodLabels(List<String> names) implements Step {

        @Override
        public ClusterSnapshot apply(ClusterSnapshot snapshot) {
            Set<String> all = new LinkedHashSet<>(snapshot.podLabels());
            all.addAll(names);
            return snapshot.withPodLabels(List.copyOf(all));
        }

        @Override
        public Set<String> podLabels() {
            return Set.copyOf(names);
        }
    }
}
