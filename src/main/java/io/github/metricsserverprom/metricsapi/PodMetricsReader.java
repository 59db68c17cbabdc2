// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.metricsserverprom.apiserver.ApiReader;
import io.github.metricsserverprom.apiserver.Deadline;
import io.github.metricsserverprom.apiserver.ListPath;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.apiserver.SharedTexts;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.selection.PodSelection;
import java.util.ArrayList;
import java.util.List;

/** Reads the usage of one selection of pods. Thread-safe. */
final class PodMetricsReader {

    private final ApiReader reader;
    private final UnreadableValues unreadable;
    private final SharedTexts texts;
    private final PodSelection selection;
    private final NamespaceReads reads;
    private final LastPods lastPods = new LastPods();

    PodMetricsReader(
            ApiReader reader,
            UnreadableValues unreadable,
            SharedTexts texts,
            PodSelection selection,
            NamespaceReads reads) {
        this.reader = reader;
        this.unreadable = unreadable;
        this.texts = texts;
        this.selection = selection;
        this.reads = reads;
    }

    /**
     * Reads it.
     *
     * @param kept which labels of the pods to keep
     * @return the pods, by namespace in byte order where each namespace is asked for; without those of namespaces that
     *     failed
     * @throws ReadException when nothing could be read
     */
    PodMetricsList read(KubernetesClient client, LabelFilter kept, Deadline deadline) throws ReadException {
        List<String> namespaces = selection.requests();
        NamespaceReads.Results<PodMetricsList> found =
                reads.read(namespaces, namespaces, namespace -> one(client, namespace, kept, deadline));
        if (found.results().size() == 1 && found.missing() == null) {
            return found.results().get(0);
        }
        List<PodMetrics> pods = new ArrayList<>();
        int invalid = 0;
        for (PodMetricsList list : found.results()) {
            pods.addAll(list.items());
            invalid += list.invalidQuantities();
        }
        return new PodMetricsList(pods, invalid, found.missing());
    }

    private PodMetricsList one(KubernetesClient client, String namespace, LabelFilter kept, Deadline deadline)
            throws ReadException {
        String path = ListPath.of(KubernetesMetricsProducer.METRICS_API, namespace, "pods")
                .with("labelSelector", selection.labels().toString())
                .toString();
        List<PodKey> before = lastPods.of(client, namespace);
        PodMetricsList pods = reader.read(
                client,
                path,
                "pods.metrics.k8s.io",
                deadline,
                new ApiReader.Forms<>(
                        "PodMetricsList",
                        message -> new PodMetricsMessage(
                                        kept, selection.denied(), unreadable, new KnownPods(before, texts))
                                .parse(message),
                        document -> new PodMetricsDocument(
                                        kept, selection.denied(), unreadable, new KnownPods(before, texts))
                                .parse(document)));
        lastPods.keep(client, namespace, pods.items());
        return pods;
    }
}
