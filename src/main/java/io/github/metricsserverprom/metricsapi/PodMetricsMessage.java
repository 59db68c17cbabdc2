// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.apiserver.WireReader;
import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Parses a {@code PodMetricsList} in protobuf. One instance for one message. */
final class PodMetricsMessage extends MetricsMessage {

    /* PodMetrics */
    private static final int METADATA = 1;
    private static final int CONTAINERS = 4;

    /* ContainerMetrics */
    private static final int NAME = 1;
    private static final int USAGE = 2;

    private final NamespaceDenylist denied;
    private final KnownPods known;
    private final List<PodMetrics> pods;
    private final List<ContainerMetrics> containers = new ArrayList<>();
    private String container = "";

    /**
     * A message to come.
     *
     * @param denied namespaces whose pods are left out
     * @param known  the pods of the read before
     */
    PodMetricsMessage(LabelFilter labelFilter, NamespaceDenylist denied, UnreadableValues unreadable, KnownPods known) {
        super(labelFilter, unreadable, known.texts());
        this.denied = denied;
        this.known = known;
        this.pods = new ArrayList<>(known.likelySize());
    }

    PodMetricsList parse(WireReader reader) throws IOException {
        list(reader);
        return new PodMetricsList(pods, invalidQuantities());
    }

    @Override
    void item(WireReader reader) throws IOException {
        containers.clear();
        boolean leftOut = false;
        while (!leftOut && reader.next()) {
            if (reader.field() == CONTAINERS) {
                containers.add(container(reader));
            } else {
                boolean metadata = reader.field() == METADATA;
                field(reader);
                // The namespace, which comes first, saves the work for the rest.
                leftOut = metadata && denied.denies(namespace());
            }
        }
        if (name().isEmpty() || namespace().isEmpty()) {
            throw reader.malformed("a PodMetrics without a " + (name().isEmpty() ? "name" : "namespace"));
        }
        if (!leftOut) {
            List<ContainerMetrics> sorted = Containers.sorted(containers);
            pods.add(new PodMetrics(known.key(namespace(), name()), labels(), timestamp(), window(), sorted));
        }
    }

    private ContainerMetrics container(WireReader reader) throws IOException {
        clearUsage();
        container = "";
        long outer = reader.enter();
        while (reader.next()) {
            switch (reader.field()) {
                case NAME -> container = reader.text(texts());
                case USAGE -> usage(reader);
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        return new ContainerMetrics(container, cpu(), memory());
    }

    @Override
    String probableName() {
        return known.probableName();
    }

    @Override
    String where(String field) {
        return "pod=" + namespace() + "/" + name() + " container=" + container + " field=" + field;
    }
}
