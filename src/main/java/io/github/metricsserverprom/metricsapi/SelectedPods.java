// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.metricsserverprom.apiserver.Deadline;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.podfacts.PodFactsReader;
import io.github.metricsserverprom.podfacts.PodQuery;
import io.github.metricsserverprom.podfacts.PodWatches;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Facts about one selection of pods: from its watches, or from lists. Thread-safe. */
final class SelectedPods {

    private final PodFactsReader reader;
    private final PodWatches watches;
    private final List<PodQuery> queries;
    private final List<String> namespaces;
    private final NamespaceReads reads;
    private final Map<String, Merged> last = new ConcurrentHashMap<>();

    /** The facts of several namespaces, and what they were made of. */
    private record Merged(NamespaceReads.Results<PodFactsList> from, PodFactsList facts) {

        boolean isOf(NamespaceReads.Results<PodFactsList> other) {
            if (from.results().size() != other.results().size() || !Objects.equals(from.missing(), other.missing())) {
                return false;
            }
            for (int i = 0; i < from.results().size(); i++) {
                if (from.results().get(i) != other.results().get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    SelectedPods(PodFactsReader reader, PodWatches watches, List<PodQuery> queries, NamespaceReads reads) {
        this.reader = reader;
        this.watches = watches;
        this.queries = queries;
        this.namespaces = queries.stream().map(PodQuery::namespace).toList();
        this.reads = reads;
    }

    /** Lists the pods of a query where they cannot be watched. */
    @FunctionalInterface
    interface Lister {
        PodFactsList list(PodQuery query) throws ReadException;
    }

    /**
     * Facts from watches. Where a watch is not allowed, pods are listed.
     *
     * @return the same object as long as no pod changes
     */
    PodFactsList watched(String context, Deadline deadline, Lister otherwise) throws ReadException {
        watches.begin(context, queries);
        NamespaceReads.Results<PodFactsList> found = reads.read(namespaces, queries, query -> {
            Optional<PodFactsList> known = watches.facts(context, query, deadline);
            return known.isPresent() ? known.get() : otherwise.list(query);
        });
        if (isWhole(found)) {
            return found.results().get(0);
        }
        return last.compute(
                        context,
                        (c, known) -> known != null && known.isOf(found) ? known : new Merged(found, merged(found)))
                .facts();
    }

    /** Facts from lists. */
    PodFactsList listed(KubernetesClient client, Deadline deadline) throws ReadException {
        NamespaceReads.Results<PodFactsList> found =
                reads.read(namespaces, queries, query -> reader.list(client, query, deadline));
        return isWhole(found) ? found.results().get(0) : merged(found);
    }

    /** Whether there is nothing to put together. */
    private static boolean isWhole(NamespaceReads.Results<PodFactsList> found) {
        return found.results().size() == 1 && found.missing() == null;
    }

    private static PodFactsList merged(NamespaceReads.Results<PodFactsList> found) {
        Map<PodKey, PodFacts> all = new HashMap<>();
        found.results().forEach(list -> all.putAll(list.byKey()));
        return new PodFactsList(all, found.missing());
    }
}
