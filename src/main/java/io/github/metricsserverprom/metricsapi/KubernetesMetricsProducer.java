// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.metricsserverprom.apiserver.ApiReader;
import io.github.metricsserverprom.apiserver.ClusterClients;
import io.github.metricsserverprom.apiserver.Deadline;
import io.github.metricsserverprom.apiserver.ListPath;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.apiserver.SingleFlight;
import io.github.metricsserverprom.model.NodeFactsList;
import io.github.metricsserverprom.model.NodeMetricsList;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.selection.LabelSelector;
import io.github.metricsserverprom.selection.PodSelection;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.component.kubernetes.KubernetesHelper;
import org.apache.camel.support.DefaultProducer;

/** Does the operations of {@link KubernetesMetricsEndpoint} on the calling thread. */
final class KubernetesMetricsProducer extends DefaultProducer {

    static final String METRICS_API = "apis/metrics.k8s.io/v1beta1";

    /** Exchange property, a duration: how old the data of this exchange may be, so that it can share others' reads. */
    private static final String MAX_AGE = "exporterMaxAge";

    private final KubernetesMetricsEndpoint endpoint;
    private final KubernetesMetricsComponent component;
    private final LabelFilter labels;
    private final WantedPodLabels wantedPodLabels;
    private final PodSelection selection;
    private final PodMetricsReader podMetrics;
    private final SelectedPods pods;

    KubernetesMetricsProducer(KubernetesMetricsEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.component = endpoint.getComponent();
        this.labels = LabelFilter.of(endpoint.getLabels());
        this.wantedPodLabels = WantedPodLabels.of(endpoint.getCamelContext());
        this.selection = endpoint.selection();
        NamespaceReads reads = new NamespaceReads(component.helpers(), endpoint.getConcurrency());
        this.podMetrics =
                new PodMetricsReader(component.reader(), component.unreadable(), component.texts(), selection, reads);
        this.pods = new SelectedPods(component.podFacts(), component.podWatches(), endpoint.podQueries(), reads);
    }

    /**
     * What makes two reads the same.
     *
     * @param what an {@link Operation} with the selection, or one query of it
     */
    private record ReadKey(
            KubernetesClient client,
            Operation operation,
            Object what,
            LabelSelector labelSelector,
            LabelFilter labels,
            boolean resources) {}

    @Override
    public void process(Exchange exchange) throws Exception {
        Operation operation = Operation.of(KubernetesHelper.extractOperation(endpoint, exchange));
        Deadline deadline = Deadline.of(exchange, endpoint.getTimeout());
        Object body = null;
        if (endpoint.reads(operation)) {
            exchange.setProperty(
                    PodSelection.PROPERTY, operation.collector().isNamespaced() ? selection : PodSelection.EVERYTHING);
            body = switch (operation) {
                case LIST_NODE_METRICS -> nodeMetrics(exchange, deadline);
                case LIST_POD_METRICS -> podMetrics(exchange, deadline);
                case LIST_PODS -> pods(exchange, deadline);
                case LIST_NODES -> nodes(exchange, deadline);
            };
        }
        KubernetesHelper.prepareOutboundMessage(exchange, body);
    }

    private NodeMetricsList nodeMetrics(Exchange exchange, Deadline deadline) throws ReadException {
        KubernetesClient client = client(exchange);
        String path = nodes(METRICS_API);
        return share(exchange, key(client, Operation.LIST_NODE_METRICS, "", labels), () -> component
                .reader()
                .read(
                        client,
                        path,
                        "nodes.metrics.k8s.io",
                        deadline,
                        new ApiReader.Forms<>(
                                "NodeMetricsList",
                                message -> new NodeMetricsMessage(labels, component.unreadable(), component.texts())
                                        .parse(message),
                                document -> new NodeMetricsDocument(labels, component.unreadable(), component.texts())
                                        .parse(document))));
    }

    private PodMetricsList podMetrics(Exchange exchange, Deadline deadline) throws ReadException {
        KubernetesClient client = client(exchange);
        LabelFilter kept = wantedPodLabels.extend(labels);
        return share(
                exchange,
                key(client, Operation.LIST_POD_METRICS, selection, kept),
                () -> podMetrics.read(client, kept, deadline));
    }

    private PodFactsList pods(Exchange exchange, Deadline deadline) throws ReadException {
        if (endpoint.getMode() == FactsMode.WATCH) {
            return pods.watched(context(exchange), deadline, query -> {
                KubernetesClient client = client(exchange);
                return share(exchange, key(client, Operation.LIST_PODS, query, labels), () -> component
                        .podFacts()
                        .list(client, query, deadline));
            });
        }
        KubernetesClient client = client(exchange);
        return share(
                exchange, key(client, Operation.LIST_PODS, selection, labels), () -> pods.listed(client, deadline));
    }

    private NodeFactsList nodes(Exchange exchange, Deadline deadline) throws ReadException {
        if (endpoint.getMode() == FactsMode.WATCH) {
            throw new IllegalArgumentException("mode=watch is for listPods; listNodes has the modes list and off");
        }
        KubernetesClient client = client(exchange);
        String path = nodes("api/v1");
        return share(
                exchange,
                key(client, Operation.LIST_NODES, "", labels),
                () -> read(client, path, "nodes", deadline, parser -> new NodeListDocument(component.unreadable())
                        .parse(parser)));
    }

    private String nodes(String api) {
        return ListPath.of(api, null, "nodes")
                .with("labelSelector", selection.labels().toString())
                .toString();
    }

    private <T> T read(
            KubernetesClient client,
            String path,
            String resource,
            Deadline deadline,
            ApiReader.DocumentParser<T> parser)
            throws ReadException {
        return component.reader().read(client, path, resource, deadline, parser);
    }

    private ReadKey key(KubernetesClient client, Operation operation, Object what, LabelFilter kept) {
        return new ReadKey(client, operation, what, selection.labels(), kept, endpoint.isResources());
    }

    private <T> T share(Exchange exchange, ReadKey key, SingleFlight.Read<T> read) throws ReadException {
        Deadline deadline = Deadline.of(exchange, endpoint.getTimeout());
        return component.singleFlight().share(key, maxAge(exchange), deadline, read);
    }

    /** The longer one of what the endpoint and the exchange allow. */
    private Duration maxAge(Exchange exchange) {
        Duration own = exchange.getProperty(MAX_AGE, Duration.class);
        return own != null && own.compareTo(endpoint.getMinInterval()) > 0 ? own : endpoint.getMinInterval();
    }

    private KubernetesClient client(Exchange exchange) throws ReadException {
        return component.clients().client(context(exchange));
    }

    private static String context(Exchange exchange) {
        return exchange.getProperty(ClusterClients.CONTEXT_PROPERTY, "", String.class);
    }
}
