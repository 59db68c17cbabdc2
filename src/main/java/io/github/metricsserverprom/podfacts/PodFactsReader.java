// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.metricsserverprom.apiserver.ApiReader;
import io.github.metricsserverprom.apiserver.Deadline;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.model.PodFactsList;
import java.util.function.Supplier;

/**
 * Lists pods page by page within a deadline. Chunking as the API concepts describe it
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks): when the token
 * of the next page has expired (410), which in a large cluster it may do each time, all pods are read at once, as client-go
 * does (tools/pager, FullListIfExpired). Thread-safe.
 */
public final class PodFactsReader {

    private static final int GONE = 410;

    private final ApiReader reader;

    /** A reader that uses this one for its requests. */
    public PodFactsReader(ApiReader reader) {
        this.reader = reader;
    }

    /**
     * Lists the pods that are asked for.
     *
     * @param deadline of the whole list
     * @throws ReadException when the list cannot be completed
     */
    public PodFactsList list(KubernetesClient client, PodQuery query, Deadline deadline) throws ReadException {
        PodListDocument pages = new PodListDocument(query, new SharedStrings());
        read(client, query, () -> deadline, pages);
        return new PodFactsList(pages.facts());
    }

    /**
     * Reads all pages of a list into a document.
     *
     * @param deadline gives the deadline of the next page
     */
    void read(KubernetesClient client, PodQuery query, Supplier<Deadline> deadline, PodListDocument pages)
            throws ReadException {
        String next = "";
        int pageSize = query.pageSize();
        boolean restarted = false;
        while (true) {
            String path = query.path()
                    .with("limit", pageSize == 0 ? "" : Integer.toString(pageSize))
                    .with("continue", next)
                    .toString();
            try {
                next = reader.read(client, path, "pods", deadline.get(), pages::page);
            } catch (ReadException e) {
                // A list that expired is read again once, all in one answer.
                if (e.failure().status() != GONE || next.isEmpty() || restarted) {
                    throw e;
                }
                restarted = true;
                pageSize = 0;
                pages.restart();
                next = "";
                continue;
            }
            if (next.isEmpty()) {
                return;
            }
        }
    }
}
