// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.metricsserverprom.apiserver.ApiReader.DocumentParser;
import io.github.metricsserverprom.apiserver.ClusterClients;
import io.github.metricsserverprom.apiserver.Deadline;
import io.github.metricsserverprom.apiserver.ListPath;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.apiserver.SingleFlight;
import io.github.metricsserverprom.model.NodeFactsList;
import io.github.metricsserverprom.model.NodeMetricsList;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.podfacts.PodQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.kubernetes.KubernetesHelper;
import org.apache.camel.support.DefaultProducer;

/** Does the operations of {@link KubernetesMetricsEndpoint} on the calling thread. */
final class KubernetesMetricsProducer extends DefaultProducer {

    private static final String METRICS_API = "apis/metrics.k8s.io/v1beta1";

    /** Exchange property, a duration: how old the data of this exchange may be, so that it can share others' reads. */
    private static final String MAX_AGE = "exporterMaxAge";

    private final KubernetesMetricsEndpoint endpoint;
    private final KubernetesMetricsComponent component;
    private final LabelFilter labels;
    private final WantedPodLabels wantedPodLabels;
    private final PodQuery query;
    private final LastPods lastPods = new LastPods();

    KubernetesMetricsProducer(KubernetesMetricsEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.component = endpoint.getComponent();
        this.labels = LabelFilter.of(endpoint.getLabels());
        this.wantedPodLabels = WantedPodLabels.of(endpoint.getCamelContext());
        this.query =
                new PodQuery(namespace(), endpoint.getLabelSelector(), endpoint.isResources(), endpoint.getPageSize());
    }

    /** What makes two reads the same. */
    private record ReadKey(
            KubernetesClient client,
            String operation,
            String namespace,
            String labelSelector,
            LabelFilter labels,
            boolean resources) {}

    @Override
    public void process(Exchange exchange) throws Exception {
        String operation = KubernetesHelper.extractOperation(endpoint, exchange);
        Deadline deadline = Deadline.of(exchange, endpoint.getTimeout());
        Object body =
                switch (operation) {
                    case "listNodeMetrics" -> nodeMetrics(exchange, deadline);
                    case "listPodMetrics" -> podMetrics(exchange, deadline);
                    case "listPods" -> pods(exchange, deadline);
                    case "listNodes" -> nodes(exchange, deadline);
                    default ->
                        throw new IllegalArgumentException("Unsupported operation " + operation
                                + ", expected listNodeMetrics, listPodMetrics, listPods or listNodes");
                };
        KubernetesHelper.prepareOutboundMessage(exchange, body);
    }

    private NodeMetricsList nodeMetrics(Exchange exchange, Deadline deadline) throws ReadException {
        KubernetesClient client = client(exchange);
        String path = ListPath.of(METRICS_API, null, "nodes")
                .with("labelSelector", endpoint.getLabelSelector())
                .toString();
        return share(
                exchange,
                client,
                labels,
                () -> read(client, path, "nodes.metrics.k8s.io", deadline, parser -> new NodeMetricsDocument(
                                labels, component.unreadable())
                        .parse(parser)));
    }

    private PodMetricsList podMetrics(Exchange exchange, Deadline deadline) throws ReadException {
        KubernetesClient client = client(exchange);
        LabelFilter kept = wantedPodLabels.extend(labels);
        String path = ListPath.of(METRICS_API, namespace(), "pods")
                .with("labelSelector", endpoint.getLabelSelector())
                .toString();
        return share(exchange, client, kept, () -> {
            List<PodMetrics> before = lastPods.of(client);
            PodMetricsList pods = read(client, path, "pods.metrics.k8s.io", deadline, parser -> new PodMetricsDocument(
                            kept, component.unreadable(), before)
                    .parse(parser));
            lastPods.keep(client, pods.items());
            return pods;
        });
    }

    private PodFactsList pods(Exchange exchange, Deadline deadline) throws ReadException {
        if (endpoint.getMode() == FactsMode.OFF) {
            return null;
        }
        if (endpoint.getMode() == FactsMode.WATCH) {
            Optional<PodFactsList> watched = component.podWatches().facts(context(exchange), query, deadline);
            if (watched.isPresent()) {
                return watched.get();
            }
        }
        KubernetesClient client = client(exchange);
        return share(exchange, client, labels, () -> component.podFacts().list(client, query, deadline));
    }

    private NodeFactsList nodes(Exchange exchange, Deadline deadline) throws ReadException {
        if (endpoint.getMode() == FactsMode.OFF) {
            return null;
        }
        if (endpoint.getMode() == FactsMode.WATCH) {
            throw new IllegalArgumentException("mode=watch is for listPods; listNodes has the modes list and off");
        }
        KubernetesClient client = client(exchange);
        String path = ListPath.of("api/v1", null, "nodes")
                .with("labelSelector", endpoint.getLabelSelector())
                .toString();
        return share(
                exchange,
                client,
                labels,
                () -> read(client, path, "nodes", deadline, parser -> new NodeListDocument(component.unreadable())
                        .parse(parser)));
    }

    private <T> T read(
            KubernetesClient client, String path, String resource, Deadline deadline, DocumentParser<T> parser)
            throws ReadException {
        return component.reader().read(client, path, resource, deadline, parser);
    }

    private <T> T share(Exchange exchange, KubernetesClient client, LabelFilter kept, SingleFlight.Read<T> read)
            throws ReadException {
        ReadKey key = new ReadKey(
                client,
                KubernetesHelper.extractOperation(endpoint, exchange),
                namespace(),
                endpoint.getLabelSelector(),
                kept,
                endpoint.isResources());
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

    private String namespace() {
        return endpoint.getKubernetesConfiguration().getNamespace();
    }
}
