// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.podfacts.PodQuery;
import io.github.metricsserverprom.podfacts.PodWatches;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.kubernetes.AbstractKubernetesEndpoint;
import org.apache.camel.component.kubernetes.KubernetesConfiguration;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/**
 * {@code kubernetes-metrics:client?operation=...}: a producer whose answer replaces the message body.
 *
 * <table>
 * <caption>Operations</caption>
 * <tr><th>operation</th><th>body afterwards</th></tr>
 * <tr><td>{@code listNodeMetrics}</td><td>{@code NodeMetricsList}</td></tr>
 * <tr><td>{@code listPodMetrics}</td><td>{@code PodMetricsList}</td></tr>
 * <tr><td>{@code listPods}</td><td>{@code PodFactsList}, or null with {@code mode=off}</td></tr>
 * <tr><td>{@code listNodes}</td><td>{@code NodeFactsList}, or null with {@code mode=off}</td></tr>
 * </table>
 */
@UriEndpoint(
        firstVersion = "4.18.0",
        scheme = "kubernetes-metrics",
        title = "Kubernetes Metrics",
        syntax = "kubernetes-metrics:masterUrl",
        producerOnly = true,
        category = {Category.CONTAINER, Category.CLOUD})
public final class KubernetesMetricsEndpoint extends AbstractKubernetesEndpoint {

    private static final List<String> OPERATIONS =
            List.of("listNodeMetrics", "listPodMetrics", "listPods", "listNodes");

    @UriParam(description = "Label selector in Kubernetes' syntax; none by default")
    private String labelSelector;

    @UriParam(description = "Labels to keep, separated by commas, * for all; none by default")
    private String labels;

    @UriParam(defaultValue = "500", description = "Pods per request of listPods, 0 for all in one")
    private int pageSize = 500;

    @UriParam(defaultValue = "false", description = "Whether listPods keeps requests and limits of containers")
    private boolean resources;

    @UriParam(
            defaultValue = "list",
            enums = "watch,list,off",
            description = "Where listPods and listNodes get their facts from; watch is for listPods")
    private FactsMode mode = FactsMode.LIST;

    @UriParam(defaultValue = "10s", description = "How long a read may take when the exchange has no deadline")
    private Duration timeout = Duration.ofSeconds(10);

    @UriParam(defaultValue = "0s", description = "How old a shared result may be; 0 shares only reads under way")
    private Duration minInterval = Duration.ZERO;

    private PodWatches.Lease watch;

    KubernetesMetricsEndpoint(String uri, KubernetesMetricsComponent component, KubernetesConfiguration configuration) {
        super(uri, component, configuration);
    }

    @Override
    public KubernetesMetricsComponent getComponent() {
        return (KubernetesMetricsComponent) super.getComponent();
    }

    @Override
    public Producer createProducer() {
        return new KubernetesMetricsProducer(this);
    }

    /** One producer for all exchanges: it keeps nothing of any of them. */
    @Override
    public boolean isSingletonProducer() {
        return true;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (mode == FactsMode.WATCH && "listPods".equals(getConfiguration().getOperation())) {
            watch = getComponent().podWatches().hold(podQuery());
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (watch != null) {
            watch.close();
            watch = null;
        }
        super.doStop();
    }

    PodQuery podQuery() {
        return new PodQuery(getConfiguration().getNamespace(), labelSelector, resources, pageSize);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(
                "kubernetes-metrics cannot be consumed from: the metrics API has no watch;"
                        + " use a timer and kubernetes-metrics in a to");
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    /**
     * One of {@code listNodeMetrics}, {@code listPodMetrics}, {@code listPods}, {@code listNodes}.
     *
     * @throws IllegalArgumentException when it is another word
     */
    public void setOperation(String operation) {
        if (!OPERATIONS.contains(operation)) {
            throw new IllegalArgumentException(
                    "operation is '" + operation + "', expected one of " + String.join(", ", OPERATIONS));
        }
        getConfiguration().setOperation(operation);
    }

    /** The one namespace to read; all by default. */
    public void setNamespace(String namespace) {
        getConfiguration().setNamespace(namespace);
    }

    public String getLabelSelector() {
        return labelSelector;
    }

    public void setLabelSelector(String labelSelector) {
        this.labelSelector = labelSelector;
    }

    public String getLabels() {
        return labels;
    }

    public void setLabels(String labels) {
        this.labels = labels;
    }

    public int getPageSize() {
        return pageSize;
    }

    /**
     * Pods per request of listPods.
     *
     * @throws IllegalArgumentException when negative
     */
    public void setPageSize(int pageSize) {
        if (pageSize < 0) {
            throw new IllegalArgumentException("pageSize is " + pageSize + ", expected 0 or more");
        }
        this.pageSize = pageSize;
    }

    public boolean isResources() {
        return resources;
    }

    public void setResources(boolean resources) {
        this.resources = resources;
    }

    public FactsMode getMode() {
        return mode;
    }

    public void setMode(FactsMode mode) {
        this.mode = mode;
    }

    public Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    public Duration getMinInterval() {
        return minInterval;
    }

    public void setMinInterval(Duration minInterval) {
        this.minInterval = minInterval;
    }
}
