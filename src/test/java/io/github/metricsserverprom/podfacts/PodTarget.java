// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import com.fasterxml.jackson.core.JsonParser;
import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.quantity.Quantity;
import io.github.metricsserverprom.selection.LabelSelector;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import io.github.metricsserverprom.testing.Document;
import io.github.metricsserverprom.testing.Expect;
import io.github.metricsserverprom.testing.PageOracle;
import io.github.metricsserverprom.testing.Rendered;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Any bytes as a page of pods or as an event of a watch: what is none is refused as documented, the data is that of a walk
 * along a tree, and the page joined with it holds these labels.
 */
final class PodTarget {

    private static final List<ContainerMetrics> USAGE =
            List.of(new ContainerMetrics("main", Quantity.of(1), Quantity.of(1024)));

    private final Rendered rendered = new Rendered();

    void page(byte[] document) {
        PodTree.PodPage page = Document.checked(document, parser -> page(parser, true), PodTree::page);
        if (page == null) {
            return;
        }
        try {
            PodTree.PodPage without = Document.read(document, parser -> page(parser, false));
            Map<PodKey, PodFacts> plain = new HashMap<>(page.facts());
            plain.replaceAll((key, facts) -> facts.withResources(List.of()));
            Expect.equal("without resources", without.facts(), plain);
        } catch (IOException e) {
            throw new AssertionError("refused when it was read again", e);
        }
        rendered(page.facts());
    }

    private static PodQuery query(boolean resources) {
        return new PodQuery("", NamespaceDenylist.NONE, LabelSelector.ALL, resources, 0);
    }

    private static PodTree.PodPage page(JsonParser parser, boolean resources) throws IOException {
        PodListDocument document = new PodListDocument(query(resources), new SharedStrings());
        String next = document.page(parser);
        return new PodTree.PodPage(document.facts(), next, document.resourceVersion());
    }

    void event(byte[] line) {
        PodTree.Event event = Document.checked(
                line,
                parser -> {
                    PodEvent read = new PodEvent(new PodDocument(query(true), new SharedStrings()));
                    read.parse(parser);
                    PodDocument pod = read.object();
                    return new PodTree.Event(
                            read.type(), pod.key(), pod.facts(), pod.resourceVersion(), pod.code(), pod.message());
                },
                PodTree::event);
        if (event != null && event.type().compareTo(PodEvent.Type.DELETED) < 0) {
            rendered(Map.of(event.key(), event.facts()));
        }
    }

    private void rendered(Map<PodKey, PodFacts> facts) {
        List<PodMetrics> pods = facts.keySet().stream()
                .map(key -> new PodMetrics(key, Map.of(), null, null, USAGE))
                .toList();
        PageOracle.check(
                rendered,
                rendered.snapshot(Map.of(
                        Collector.POD_METRICS, new PodMetricsList(pods, 0), Collector.PODS, new PodFactsList(facts))));
    }
}
