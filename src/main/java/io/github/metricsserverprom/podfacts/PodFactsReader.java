// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.metricsserverprom.apiserver.ApiReader;
import io.github.metricsserverprom.apiserver.Deadline;
import io.github.metricsserverprom.apiserver.ListPath;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.model.PodFactsList;

/**
 * Lists pods page by page within a deadline. Chunking as the API concepts describe it
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks): when the token
 * of the next page has expired (410) the list starts over once. Thread-safe.
 */
public final class PodFactsReader {

    private static final int GONE = 410;

    private final ApiReader reader;

    public PodFactsReader(ApiReader reader) {
        this.reader = reader;
    }

    /**
     * Lists the pods of one namespace or of all.
     *
     * @param namespace     the namespace; null or empty for all
     * @param labelSelector in Kubernetes' syntax; null or empty for none
     * @param pageSize      pods per request; 0 for all in one
     * @param resources     whether to keep requests and limits
     * @throws ReadException when the list cannot be completed
     */
    public PodFactsList list(
            KubernetesClient client,
            String namespace,
            String labelSelector,
            int pageSize,
            boolean resources,
            Deadline deadline)
            throws ReadException {
        PodListDocument pages = new PodListDocument(resources);
        String next = "";
        boolean restarted = false;
        while (true) {
            String path = ListPath.of("api/v1", namespace, "pods")
                    .with("limit", pageSize == 0 ? "" : Integer.toString(pageSize))
                    .with("labelSelector", labelSelector)
                    .with("continue", next)
                    .toString();
            try {
                next = reader.read(client, path, "pods", deadline, pages::page);
            } catch (ReadException e) {
                if (e.failure().status() != GONE || restarted || next.isEmpty()) {
                    throw e;
                }
                restarted = true;
                pages.restart();
                next = "";
                continue;
            }
            if (next.isEmpty()) {
                return new PodFactsList(pages.facts());
            }
        }
    }
}
