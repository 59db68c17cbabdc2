// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.model.NodeFacts;
import io.github.metricsserverprom.model.NodeFactsList;
import io.github.metricsserverprom.model.NodeMetrics;
import io.github.metricsserverprom.model.NodeMetricsList;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import io.github.metricsserverprom.testing.BadInput;
import io.github.metricsserverprom.testing.Document;
import io.github.metricsserverprom.testing.Expect;
import io.github.metricsserverprom.testing.PageOracle;
import io.github.metricsserverprom.testing.Rendered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Any bytes as one of the lists of nodes and pods: what is no such list is refused as documented; the data is that of a
 * walk along a tree, whatever was read before; and the page holds these samples and no others.
 */
final class MetricsListTarget {

    private static final LabelFilter ALL = LabelFilter.of("*");

    private final Rendered rendered = new Rendered();
    private final UnreadableValues unreadable = new UnreadableValues();
    private final Known known = new Known();
    private final List<PodMetrics> shipped;

    MetricsListTarget() {
        try {
            byte[] seed = BadInput.seeds("metricsapi/PodMetricsListFuzzInputs/podMetricsList")
                    .get(0);
            shipped = pods(seed, ALL, List.of()).items();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void pods(byte[] document) {
        PodMetricsList list = Document.checked(
                document,
                parser ->
                        new PodMetricsDocument(ALL, NamespaceDenylist.NONE, unreadable, known.nothing()).parse(parser),
                tree -> new MetricsTree(ALL).pods(tree));
        if (list == null) {
            return;
        }
        try {
            whateverWasBefore(document, list);
            Expect.equal(
                    "without labels",
                    pods(document, LabelFilter.NONE, list.items()).items().stream()
                            .map(PodMetrics::containers)
                            .toList(),
                    list.items().stream().map(PodMetrics::containers).toList());
        } catch (IOException e) {
            throw new AssertionError("refused when it was read again", e);
        }
        page(Map.of(Collector.POD_METRICS, list));
    }

    private void whateverWasBefore(byte[] document, List<PodMetrics> before, PodMetricsList list) throws IOException {
        Expect.equal("behind " + before, pods(document, ALL, before), list);
    }

    private void whateverWasBefore(byte[] document, PodMetricsList list) throws IOException {
        List<PodMetrics> turned = new ArrayList<>(list.items());
        Collections.reverse(turned);
        whateverWasBefore(document, list.items(), list);
        whateverWasBefore(document, turned, list);
        whateverWasBefore(document, shipped, list);
        whateverWasBefore(
                document,
                list.items().subList(list.items().size() / 2, list.items().size()),
                list);
    }

    private PodMetricsList pods(byte[] document, LabelFilter labels, List<PodMetrics> before) throws IOException {
        return Document.read(document, parser -> new PodMetricsDocument(
                        labels, NamespaceDenylist.NONE, unreadable, known.from(before))
                .parse(parser));
    }

    void nodes(byte[] document) {
        NodeMetricsList list = Document.checked(
                document,
                parser -> new NodeMetricsDocument(ALL, unreadable, known.texts()).parse(parser),
                tree -> new MetricsTree(ALL).nodes(tree));
        if (list != null) {
            page(Map.of(Collector.NODE_METRICS, list));
        }
    }

    void nodeFacts(byte[] document) {
        NodeFactsList list =
                Document.checked(document, parser -> new NodeListDocument(unreadable).parse(parser), tree -> {
                    Map<String, NodeFacts> facts = new MetricsTree(ALL).facts(tree);
                    return facts == null ? null : new NodeFactsList(facts);
                });
        if (list != null) {
            List<NodeMetrics> nodes = list.byName().keySet().stream()
                    .filter(name -> !name.isEmpty())
                    .map(name -> new NodeMetrics(name, Map.of(), null, null, null, null))
                    .toList();
            page(Map.of(Collector.NODE_METRICS, new NodeMetricsList(nodes, 0), Collector.NODES, list));
        }
    }

    private void page(Map<Collector, Object> reads) {
        ClusterSnapshot snapshot = rendered.snapshot(reads);
        PageOracle.check(rendered, snapshot);
    }
}
