// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.podfacts.PodQuery;
import io.github.metricsserverprom.podfacts.PodWatches;
import io.github.metricsserverprom.selection.LabelSelector;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import io.github.metricsserverprom.selection.Namespaces;
import io.github.metricsserverprom.selection.PodSelection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
 * <tr><td>{@code listPods}</td><td>{@code PodFactsList}</td></tr>
 * <tr><td>{@code listNodes}</td><td>{@code NodeFactsList}</td></tr>
 * </table>
 *
 * <p>The body is null afterwards, and nothing is asked, when the read is off: with {@code mode=off}, when
 * {@code collectors} does not name it, and when it needs the whole cluster while {@code namespaces} has names.
 */
@UriEndpoint(
        firstVersion = "4.18.0",
        scheme = "kubernetes-metrics",
        title = "Kubernetes Metrics",
        syntax = "kubernetes-metrics:masterUrl",
        producerOnly = true,
        category = {Category.CONTAINER, Category.CLOUD})
public final class KubernetesMetricsEndpoint extends AbstractKubernetesEndpoint {

    @UriParam(description = "Label selector in Kubernetes' syntax; none by default")
    private LabelSelector labelSelector = LabelSelector.ALL;

    @UriParam(description = "Namespaces to read, separated by commas, each by requests of its own; all by default")
    private Namespaces namespaces = Namespaces.ALL;

    @UriParam(description = "Namespaces whose pods are left out, separated by commas, * for any characters")
    private NamespaceDenylist namespacesDenylist = NamespaceDenylist.NONE;

    @UriParam(
            defaultValue = "node_metrics,pod_metrics,pods,nodes",
            description = "The reads that may be made; an operation that is not among them does nothing")
    private Set<Collector> collectors = EnumSet.allOf(Collector.class);

    @UriParam(defaultValue = "8", description = "Requests at once where several namespaces are read")
    private int concurrency = 8;

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

    private PodSelection selection = PodSelection.EVERYTHING;
    private final List<PodWatches.Lease> leases = new ArrayList<>();

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
    protected void doInit() throws Exception {
        super.doInit();
        String one = getConfiguration().getNamespace();
        if (one != null && !namespaces.all()) {
            throw new IllegalArgumentException("namespace and namespaces are both set, expected one of them");
        }
        selection = new PodSelection(one == null ? namespaces : Namespaces.of(one), namespacesDenylist, labelSelector);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        String operation = getConfiguration().getOperation();
        boolean listsPods = operation != null && Operation.of(operation) == Operation.LIST_PODS;
        if (mode == FactsMode.WATCH && listsPods && reads(Operation.LIST_PODS)) {
            PodWatches watches = getComponent().podWatches();
            podQueries().forEach(query -> leases.add(watches.hold(query)));
        }
    }

    @Override
    protected void doStop() throws Exception {
        leases.forEach(PodWatches.Lease::close);
        leases.clear();
        super.doStop();
    }

    /** Whether an operation asks anything of the cluster. */
    boolean reads(Operation operation) {
        boolean hasMode = operation == Operation.LIST_PODS || operation == Operation.LIST_NODES;
        return collectors.contains(operation.collector())
                && (operation.collector().isNamespaced()
                        || selection.namespaces().all())
                && !(hasMode && mode == FactsMode.OFF);
    }

    PodSelection selection() {
        return selection;
    }

    List<PodQuery> podQueries() {
        return PodQuery.of(selection, resources, pageSize);
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
        Operation.of(operation);
        getConfiguration().setOperation(operation);
    }

    /** The one namespace to read, in camel-kubernetes' words; {@code namespaces} takes several. */
    public void setNamespace(String namespace) {
        getConfiguration().setNamespace(namespace);
    }

    /**
     * Which pods or nodes to read, by their labels.
     *
     * @throws IllegalArgumentException naming the part that is wrong
     */
    public void setLabelSelector(String labelSelector) {
        this.labelSelector = LabelSelector.parse(labelSelector);
    }

    /**
     * The namespaces to read, separated by commas; empty for all. Reads that need the whole cluster are off then.
     *
     * @throws IllegalArgumentException naming the entry that is no name
     */
    public void setNamespaces(String namespaces) {
        this.namespaces = Namespaces.of(namespaces);
    }

    /**
     * The namespaces whose pods are left out, separated by commas, {@code *} for any characters; empty for none.
     *
     * @throws IllegalArgumentException naming the entry that can match no namespace
     */
    public void setNamespacesDenylist(String namespacesDenylist) {
        this.namespacesDenylist = NamespaceDenylist.of(namespacesDenylist);
    }

    /**
     * The reads that may be made, separated by commas, by the values of the label {@code collector}.
     *
     * @throws IllegalArgumentException when one is not known
     */
    public void setCollectors(String collectors) {
        this.collectors = Collector.ofLabels(collectors);
    }

    public int getConcurrency() {
        return concurrency;
    }

    /**
     * How many requests run at once where several namespaces are read.
     *
     * @throws IllegalArgumentException when less than 1
     */
    public void setConcurrency(int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency is " + concurrency + ", expected 1 or more");
        }
        this.concurrency = concurrency;
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
