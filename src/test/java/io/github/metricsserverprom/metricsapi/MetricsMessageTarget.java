// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.metricsserverprom.apiserver.MalformedMessageException;
import io.github.metricsserverprom.apiserver.WireReader;
import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.NodeMetrics;
import io.github.metricsserverprom.model.NodeMetricsList;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.quantity.Quantity;
import io.github.metricsserverprom.quantity.QuantityFormatException;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import io.github.metricsserverprom.testing.Expect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Any bytes as a list of the metrics API in protobuf: what our reader takes, Google's library takes, and the data is the same,
 * whatever was read before; anything else is refused as documented.
 */
final class MetricsMessageTarget {

    private static final LabelFilter ALL = LabelFilter.of("*");

    private final MetricsSchema schema = new MetricsSchema();
    private final UnreadableValues unreadable = new UnreadableValues();
    private final Known known = new Known();

    void pods(byte[] message) {
        try {
            PodMetricsList list = pods(message, List.of());
            Expect.equal("pods", list.items(), podsOf(parsed("PodMetricsList", message)));
            Expect.equal("behind itself", pods(message, list.items()), list);
        } catch (MalformedMessageException e) {
            // Refused, as documented.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void nodes(byte[] message) {
        try {
            NodeMetricsList list = new NodeMetricsMessage(ALL, unreadable, known.texts())
                    .parse(new WireReader(new ByteArrayInputStream(message)));
            Expect.equal("nodes", list.items(), nodesOf(parsed("NodeMetricsList", message)));
        } catch (MalformedMessageException e) {
            // Refused, as documented.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PodMetricsList pods(byte[] message, List<PodMetrics> before) throws IOException {
        return new PodMetricsMessage(ALL, NamespaceDenylist.NONE, unreadable, known.from(before))
                .parse(new WireReader(new ByteArrayInputStream(message)));
    }

    private DynamicMessage parsed(String type, byte[] message) {
        try {
            return DynamicMessage.parseFrom(schema.type(type), message);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("taken, although it is no " + type, e);
        }
    }

    static List<PodMetrics> podsOf(DynamicMessage list) {
        return MetricsSchema.list(list, "items").stream()
                .map(item -> {
                    DynamicMessage metadata = (DynamicMessage) MetricsSchema.get(item, "metadata");
                    List<ContainerMetrics> containers = new ArrayList<>();
                    for (DynamicMessage container : MetricsSchema.list(item, "containers")) {
                        String name = (String) MetricsSchema.get(container, "name");
                        if (containers.stream().noneMatch(known -> known.name().equals(name))) {
                            containers.add(
                                    new ContainerMetrics(name, usage(container, "cpu"), usage(container, "memory")));
                        }
                    }
                    containers.sort(Comparator.comparing(ContainerMetrics::name));
                    return new PodMetrics(
                            new PodKey((String) MetricsSchema.get(metadata, "namespace"), (String)
                                    MetricsSchema.get(metadata, "name")),
                            labels(metadata),
                            time(item),
                            window(item),
                            containers);
                })
                .toList();
    }

    static List<NodeMetrics> nodesOf(DynamicMessage list) {
        return MetricsSchema.list(list, "items").stream()
                .map(item -> {
                    DynamicMessage metadata = (DynamicMessage) MetricsSchema.get(item, "metadata");
                    return new NodeMetrics(
                            (String) MetricsSchema.get(metadata, "name"),
                            labels(metadata),
                            time(item),
                            window(item),
                            usage(item, "cpu"),
                            usage(item, "memory"));
                })
                .toList();
    }

    private static Map<String, String> labels(DynamicMessage metadata) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (DynamicMessage label : MetricsSchema.list(metadata, "labels")) {
            labels.put((String) MetricsSchema.get(label, "key"), (String) MetricsSchema.get(label, "value"));
        }
        return labels;
    }

    private static Instant time(DynamicMessage item) {
        DynamicMessage time = (DynamicMessage) MetricsSchema.get(item, "timestamp");
        if (time == null || time.getAllFields().isEmpty()) {
            return null;
        }
        int nanos = (Integer) MetricsSchema.get(time, "nanos");
        try {
            return nanos < 0 || nanos > 999_999_999
                    ? null
                    : Instant.ofEpochSecond((Long) MetricsSchema.get(time, "seconds"), nanos);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration window(DynamicMessage item) {
        DynamicMessage window = (DynamicMessage) MetricsSchema.get(item, "window");
        if (window == null || window.getAllFields().isEmpty()) {
            return null;
        }
        long nanos = (Long) MetricsSchema.get(window, "duration");
        return nanos < 0 ? null : Duration.ofNanos(nanos);
    }

    private static Quantity usage(DynamicMessage item, String resource) {
        Quantity found = null;
        for (DynamicMessage usage : MetricsSchema.list(item, "usage")) {
            if (MetricsSchema.get(usage, "key").equals(resource)) {
                DynamicMessage value = (DynamicMessage) MetricsSchema.get(usage, "value");
                found = value == null || value.getAllFields().isEmpty()
                        ? null
                        : quantity((String) MetricsSchema.get(value, "string"));
            }
        }
        return found;
    }

    private static Quantity quantity(String text) {
        try {
            return Quantity.parse(text);
        } catch (QuantityFormatException e) {
            return null;
        }
    }
}
