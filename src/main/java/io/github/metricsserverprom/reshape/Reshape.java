// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.metricsapi.WantedPodLabels;
import io.github.metricsserverprom.model.ClusterSnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;

/**
 * Steps for the place between join and render: each takes the body, a {@link ClusterSnapshot}, and leaves a changed one.
 * One step is one {@code bean} in YAML:
 *
 * <pre>{@code
 * - bean:
 *     ref: reshape
 *     method: dropNamespaces('kube-system,kube-*')
 * }</pre>
 *
 * <p>Patterns are names separated by commas, {@code *} standing for any characters. Steps with mistakes in their arguments
 * are refused when their route is built, and a step whose arguments are only known later fails its exchange with a
 * {@link ReshapeException}. Thread-safe.
 */
public final class Reshape implements CamelContextAware {

    /** Arguments that are expressions can take many values; a page of memory is enough for those of literal ones. */
    private static final int MOST_STEPS = 256;

    private record Call(String method, List<String> arguments) {}

    private final Map<Call, Step> steps = new ConcurrentHashMap<>();
    private CamelContext camelContext;

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        camelContext.addLifecycleStrategy(new ReshapeChecks(camelContext, this));
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    /** Keeps the pods of these namespaces. */
    public void keepNamespaces(String patterns, Exchange exchange) {
        apply(exchange, "keepNamespaces", patterns);
    }

    /** Drops the pods of these namespaces. */
    public void dropNamespaces(String patterns, Exchange exchange) {
        apply(exchange, "dropNamespaces", patterns);
    }

    /** Keeps these pods, {@code name} or {@code namespace/name}. */
    public void keepPods(String patterns, Exchange exchange) {
        apply(exchange, "keepPods", patterns);
    }

    /** Drops these pods, {@code name} or {@code namespace/name}. */
    public void dropPods(String patterns, Exchange exchange) {
        apply(exchange, "dropPods", patterns);
    }

    /** Keeps these containers of every pod; the pods stay, also without containers. */
    public void keepContainers(String patterns, Exchange exchange) {
        apply(exchange, "keepContainers", patterns);
    }

    /** Drops these containers of every pod; the pods stay, also without containers. */
    public void dropContainers(String patterns, Exchange exchange) {
        apply(exchange, "dropContainers", patterns);
    }

    /** Keeps the series of these nodes; the pods on others stay. */
    public void keepNodes(String patterns, Exchange exchange) {
        apply(exchange, "keepNodes", patterns);
    }

    /** Drops the series of these nodes; the pods on them stay. */
    public void dropNodes(String patterns, Exchange exchange) {
        apply(exchange, "dropNodes", patterns);
    }

    /** Keeps so many pods, those that use most CPU. */
    public void topByCpu(String number, Exchange exchange) {
        apply(exchange, "topByCpu", number);
    }

    /** Keeps so many pods, those that use most memory. */
    public void topByMemory(String number, Exchange exchange) {
        apply(exchange, "topByMemory", number);
    }

    /** Adds a label with a fixed value to every series of the cluster. */
    public void addLabel(String name, String value, Exchange exchange) {
        apply(exchange, "addLabel", name, value);
    }

    /** Adds Kubernetes labels of the pod to every series of pods, as {@code label_KEY}. */
    public void addPodLabels(String keys, Exchange exchange) {
        apply(exchange, "addPodLabels", keys);
    }

    /** Adds the sums of the pods of each namespace. */
    public void sumByNamespace(Exchange exchange) {
        apply(exchange, "sumByNamespace");
    }

    /** Adds the sums of the pods of each owner: ReplicaSet, StatefulSet, DaemonSet, Job, Node and so on. */
    public void sumByOwner(Exchange exchange) {
        apply(exchange, "sumByOwner");
    }

    /** Adds the sums of the pods of each workload: the owner, and of a Deployment's ReplicaSet the Deployment. */
    public void sumByWorkload(Exchange exchange) {
        apply(exchange, "sumByWorkload");
    }

    /** Adds the sums of the pods on each node. */
    public void sumByNode(Exchange exchange) {
        apply(exchange, "sumByNode");
    }

    /** Keeps these families on the page, and those that tell how the scrape went. */
    public void keepFamilies(String patterns, Exchange exchange) {
        apply(exchange, "keepFamilies", patterns);
    }

    /** Takes these families off the page. */
    public void dropFamilies(String patterns, Exchange exchange) {
        apply(exchange, "dropFamilies", patterns);
    }

    /** Gives a family another name. */
    public void renameFamily(String name, String newName, Exchange exchange) {
        apply(exchange, "renameFamily", name, newName);
    }

    private void apply(Exchange exchange, String method, String... arguments) {
        if (!(exchange.getMessage().getBody() instanceof ClusterSnapshot snapshot)) {
            Object body = exchange.getMessage().getBody();
            throw new ReshapeException(
                    "the step " + method + " got "
                            + (body == null ? "nothing" : body.getClass().getName())
                            + " as body, expected a ClusterSnapshot: it belongs between direct:cluster and the step that renders");
        }
        exchange.getMessage().setBody(step(method, List.of(arguments)).apply(snapshot));
    }

    /** The step of these arguments; from its first use on the reads keep what it needs. */
    Step step(String method, List<String> arguments) {
        Call call = new Call(method, arguments);
        Step known = steps.get(call);
        if (known != null) {
            return known;
        }
        Step step = Vocabulary.of(method).read(arguments);
        WantedPodLabels.of(camelContext).add(step.podLabels());
        if (steps.size() >= MOST_STEPS) {
            steps.clear();
        }
        steps.put(call, step);
        return step;
    }
}
