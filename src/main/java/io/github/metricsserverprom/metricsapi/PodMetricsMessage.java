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
    private String container = "";

    /**
     * A message to come.
     *
     * @param denied namespaces whose pods are left out
     * @param before the pods of the read before, in the order of its answer; empty for none
     */
    PodMetricsMessage(
            LabelFilter labelFilter, NamespaceDenylist denied, UnreadableValues unreadable, List<PodMetrics> before) {
        super(labelFilter, unreadable);
        this.denied = denied;
        this.known = new KnownPods(before);
        this.pods = new ArrayList<>(before.size() + before.size() / 16 + 10);
    }

    PodMetricsList parse(WireReader reader) throws IOException {
        list(reader);
        return new PodMetricsList(pods, invalidQuantities());
    }

    @Override
    void item(WireReader reader) throws IOException {
        List<ContainerMetrics> containers = new ArrayList<>(2);
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
            KnownPods.sort(containers);
            pods.add(new PodMetrics(known.key(namespace(), name()), labels(), timestamp(), window(), containers));
        }
    }

    private ContainerMetrics container(WireReader reader) throws IOException {
        clearUsage();
        container = "";
        long outer = reader.enter();
        while (reader.next()) {
            switch (reader.field()) {
                case NAME -> container = containerName(reader);
                case USAGE -> usage(reader);
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        return new ContainerMetrics(container, cpu(), memory());
    }

    private String containerName(WireReader reader) throws IOException {
        List<ContainerMetrics> containers = known.containers(namespace(), name());
        return reader.text(containers.size(), i -> containers.get(i).name());
    }

    @Override
    String probableName() {
        PodMetrics probable = known.probable();
        return probable == null ? null : probable.key().name();
    }

    @Override
    String probableNamespace() {
        PodMetrics probable = known.probable();
        return probable == null ? null : probable.key().namespace();
    }

    @Override
    String where(String field) {
        return "pod=" + namespace() + "/" + name() + " container=" + container + " field=" + field;
    }
}
