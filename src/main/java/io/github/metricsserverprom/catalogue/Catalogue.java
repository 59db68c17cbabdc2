// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.catalogue;

import static io.github.metricsserverprom.catalogue.MetricGroup.MODERN;
import static io.github.metricsserverprom.catalogue.MetricGroup.OPT_IN;
import static io.github.metricsserverprom.catalogue.MetricGroup.ORIGINAL;
import static io.github.metricsserverprom.catalogue.MetricGroup.SCRAPE_HEALTH;
import static io.github.metricsserverprom.catalogue.MetricSource.EXPORTER;
import static io.github.metricsserverprom.catalogue.MetricSource.NODES;
import static io.github.metricsserverprom.catalogue.MetricSource.NODE_METRICS;
import static io.github.metricsserverprom.catalogue.MetricSource.PODS;
import static io.github.metricsserverprom.catalogue.MetricSource.POD_METRICS;

import io.github.metricsserverprom.exposition.MetricFamily;
import io.github.metricsserverprom.exposition.MetricType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every metric family that a scrape page can have, in the order of the page. What writes families, what documents them and
 * what tests them reads this table. Names, label names and their order are a contract with dashboards.
 *
 * <p>Inside of a family samples are in byte order of namespace, pod and container, or of the node. A label whose value is
 * not known is empty.
 */
public enum Catalogue {
    ORIGINAL_NODE_CPU(
            ORIGINAL,
            NODE_METRICS,
            "kube_metrics_server_node_cpu",
            "",
            "Average CPU usage of the node, in cores times 60000.",
            "node"),
    ORIGINAL_NODE_MEM(
            ORIGINAL,
            NODE_METRICS,
            "kube_metrics_server_node_mem",
            "",
            "Memory working set of the node, in bytes.",
            "node"),
    ORIGINAL_POD_CPU(
            ORIGINAL,
            POD_METRICS,
            "kube_metrics_server_pod_cpu",
            "",
            "Average CPU usage of the container, in cores times 60000.",
            "node,pod,ip,container,namespace"),
    ORIGINAL_POD_MEM(
            ORIGINAL,
            POD_METRICS,
            "kube_metrics_server_pod_mem",
            "",
            "Memory working set of the container, in bytes.",
            "node,pod,ip,container,namespace"),

    NODE_CPU_USAGE(
            MODERN,
            NODE_METRICS,
            "kube_metrics_server_node_cpu_usage_cores",
            "cores",
            "Average CPU usage of the node over the sample window, in cores.",
            "node"),
    NODE_MEMORY_WORKING_SET(
            MODERN,
            NODE_METRICS,
            "kube_metrics_server_node_memory_working_set_bytes",
            "bytes",
            "Memory working set of the node, in bytes.",
            "node"),
    CONTAINER_CPU_USAGE(
            MODERN,
            POD_METRICS,
            "kube_metrics_server_container_cpu_usage_cores",
            "cores",
            "Average CPU usage of the container over the sample window, in cores.",
            "namespace,pod,container,node"),
    CONTAINER_MEMORY_WORKING_SET(
            MODERN,
            POD_METRICS,
            "kube_metrics_server_container_memory_working_set_bytes",
            "bytes",
            "Memory working set of the container, in bytes.",
            "namespace,pod,container,node"),
    /** Every pod of the metrics API has a sample; what the pods API says of it fills the labels. */
    POD_INFO(
            MODERN,
            POD_METRICS,
            "kube_metrics_server_pod_info",
            "",
            "Facts about a pod that the metrics API reports.",
            "namespace,pod,uid,node,ip,host_ip,owner_kind,owner_name,qos_class"),
    NODE_SAMPLE_TIMESTAMP(
            MODERN,
            NODE_METRICS,
            "kube_metrics_server_node_sample_timestamp_seconds",
            "seconds",
            "End of the sample window of the node, in seconds since 1970-01-01 UTC.",
            "node"),
    POD_SAMPLE_TIMESTAMP(
            MODERN,
            POD_METRICS,
            "kube_metrics_server_pod_sample_timestamp_seconds",
            "seconds",
            "End of the sample window of the pod, in seconds since 1970-01-01 UTC.",
            "namespace,pod"),
    NODE_SAMPLE_WINDOW(
            MODERN,
            NODE_METRICS,
            "kube_metrics_server_node_sample_window_seconds",
            "seconds",
            "Length of the window over which the CPU usage of the node is averaged, in seconds.",
            "node"),
    POD_SAMPLE_WINDOW(
            MODERN,
            POD_METRICS,
            "kube_metrics_server_pod_sample_window_seconds",
            "seconds",
            "Length of the window over which the CPU usage of the pod's containers is averaged, in seconds.",
            "namespace,pod"),

    /** Carries {@code label_*} labels behind the fixed ones, see {@link LabelColumns}. */
    POD_LABELS(
            OPT_IN,
            POD_METRICS,
            "kube_metrics_server_pod_labels",
            "",
            "Kubernetes labels of the pod, those on the allow list, as labels; the value is 1.",
            "namespace,pod"),

    /** Carries {@code label_*} labels behind the fixed ones, see {@link LabelColumns}. */
    NODE_LABELS(
            OPT_IN,
            NODE_METRICS,
            "kube_metrics_server_node_labels",
            "",
            "Kubernetes labels of the node, those on the allow list, as labels; the value is 1.",
            "node"),
    CONTAINER_CPU_REQUEST(
            OPT_IN,
            PODS,
            "kube_metrics_server_container_cpu_request_cores",
            "cores",
            "CPU request in the specification of the container, in cores.",
            "namespace,pod,container,node"),
    CONTAINER_CPU_LIMIT(
            OPT_IN,
            PODS,
            "kube_metrics_server_container_cpu_limit_cores",
            "cores",
            "CPU limit in the specification of the container, in cores.",
            "namespace,pod,container,node"),
    CONTAINER_MEMORY_REQUEST(
            OPT_IN,
            PODS,
            "kube_metrics_server_container_memory_request_bytes",
            "bytes",
            "Memory request in the specification of the container, in bytes.",
            "namespace,pod,container,node"),
    CONTAINER_MEMORY_LIMIT(
            OPT_IN,
            PODS,
            "kube_metrics_server_container_memory_limit_bytes",
            "bytes",
            "Memory limit in the specification of the container, in bytes.",
            "namespace,pod,container,node"),
    NODE_CPU_ALLOCATABLE(
            OPT_IN,
            NODES,
            "kube_metrics_server_node_cpu_allocatable_cores",
            "cores",
            "CPU that pods can be given on the node, in cores.",
            "node"),
    NODE_MEMORY_ALLOCATABLE(
            OPT_IN,
            NODES,
            "kube_metrics_server_node_memory_allocatable_bytes",
            "bytes",
            "Memory that pods can be given on the node, in bytes.",
            "node"),

    UP(
            SCRAPE_HEALTH,
            EXPORTER,
            "metrics_server_prom_up",
            "",
            "Whether every enabled read from the API server succeeded in this scrape, 1 or 0.",
            ""),
    COLLECTOR_SUCCESS(
            SCRAPE_HEALTH,
            EXPORTER,
            "metrics_server_prom_scrape_collector_success",
            "",
            "Whether this read from the API server succeeded in this scrape, 1 or 0.",
            "collector"),
    COLLECTOR_DURATION(
            SCRAPE_HEALTH,
            EXPORTER,
            "metrics_server_prom_scrape_collector_duration_seconds",
            "seconds",
            "How long this read from the API server took, in seconds.",
            "collector"),
    SCRAPE_DURATION(
            SCRAPE_HEALTH,
            EXPORTER,
            "metrics_server_prom_scrape_duration_seconds",
            "seconds",
            "Time from the request to the rendered page, in seconds.",
            ""),
    UNMATCHED_PODS(
            SCRAPE_HEALTH,
            EXPORTER,
            "metrics_server_prom_scrape_unmatched_pods",
            "",
            "Pods that the metrics API reports and the pods API does not.",
            ""),
    INVALID_QUANTITIES(
            SCRAPE_HEALTH,
            EXPORTER,
            "metrics_server_prom_scrape_invalid_quantities",
            "",
            "Values left out of this scrape because they are not Kubernetes quantities.",
            ""),
    BUILD_INFO(
            SCRAPE_HEALTH,
            EXPORTER,
            "metrics_server_prom_build_info",
            "",
            "The versions of this program and of what it runs on.",
            "version,revision,camel_version,java_version");

    private static final Map<String, Catalogue> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Catalogue::metricName, Function.identity()));

    private final MetricGroup group;
    private final MetricSource source;
    private final MetricFamily family;

    Catalogue(MetricGroup group, MetricSource source, String name, String unit, String help, String labelNames) {
        this.group = group;
        this.source = source;
        MetricType type = name.endsWith("_info") ? MetricType.INFO : MetricType.GAUGE;
        List<String> labels = labelNames.isEmpty() ? List.of() : List.of(labelNames.split(","));
        this.family = new MetricFamily(name, type, unit, help, labels);
    }

    /** Every family, in the order of the page. */
    public static List<Catalogue> inPageOrder() {
        return List.of(values());
    }

    /** The entry of a family by its name in text 0.0.4, for instance {@code kube_metrics_server_pod_info}. */
    public static Optional<Catalogue> byName(String metricName) {
        return Optional.ofNullable(BY_NAME.get(metricName));
    }

    public MetricGroup group() {
        return group;
    }

    public MetricSource source() {
        return source;
    }

    /** Name, type, unit, help and label names. */
    public MetricFamily family() {
        return family;
    }

    /**
     * The family as it is to be described where a setting makes the original CPU families carry plain cores; no
     * different from {@link #family()} for every other family.
     */
    public MetricFamily familyInPlainCores() {
        String help = family.help().replace(", in cores times 60000.", ", in cores.");
        return new MetricFamily(family.name(), family.type(), family.unit(), help, family.labelNames());
    }

    /** The name in text 0.0.4. */
    public String metricName() {
        return family.name();
    }

    /** Whether the family is on the page unless a setting says otherwise. */
    public boolean isOnByDefault() {
        return group.isOnByDefault();
    }

    /** Whether labels that are only known at run time follow the fixed ones. */
    public boolean hasLabelColumns() {
        return this == POD_LABELS || this == NODE_LABELS;
    }
}
