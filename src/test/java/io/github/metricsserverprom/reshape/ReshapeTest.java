// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import static io.github.metricsserverprom.reshape.ExampleSnapshot.container;
import static io.github.metricsserverprom.reshape.ExampleSnapshot.owned;
import static io.github.metricsserverprom.reshape.ExampleSnapshot.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.ContainerResources;
import io.github.metricsserverprom.model.ExtraFamily;
import io.github.metricsserverprom.model.PodUsage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps as operators write them: in YAML, through Camel. */
final class ReshapeTest {

    private static final ClusterSnapshot SNAPSHOT = ExampleSnapshot.of(
            owned(pod("kube-public", "info", Map.of(), container("c", "1m", "1Mi")), "worker-1", "", ""),
            owned(
                    pod(
                            "kube-system",
                            "proxy-1",
                            Map.of(),
                            container("c", "5m", "7Mi"),
                            container("istio", "1m", "1Mi")),
                    "worker-1",
                    "DaemonSet",
                    "proxy"),
            owned(
                    pod("shop", "cart-5f-a", Map.of("pod-template-hash", "5f"), container("c", "100m", "30Mi")),
                    "worker-1",
                    "ReplicaSet",
                    "cart-5f"),
            owned(
                    pod("shop", "cart-5f-b", Map.of("pod-template-hash", "5f"), container("c", "3n", "50Mi")),
                    "worker-2",
                    "ReplicaSet",
                    "cart-5f"),
            owned(pod("shop", "own-x", Map.of(), container("c", null, null)), "worker-2", "ReplicaSet", "own"));

    private record Running(CamelContext camel) implements AutoCloseable {

        ProducerTemplate createProducerTemplate() {
            return camel.createProducerTemplate();
        }

        @Override
        public void close() {
            camel.stop();
        }
    }

    private static Running route(String... methods) throws Exception {
        CamelContext context = new DefaultCamelContext();
        context.setSourceLocationEnabled(true);
        StringBuilder yaml = new StringBuilder(
                """
                - beans:
                    - name: reshape
                      type: io.github.metricsserverprom.reshape.Reshape
                - route:
                    id: reshaping
                    from:
                      uri: direct:in
                      steps:
                """);
        for (String method : methods) {
            yaml.append("        - bean:\n            ref: reshape\n            method: ")
                    .append(method)
                    .append('\n');
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("my.camel.yaml", yaml.toString()));
        try {
            context.start();
        } catch (Exception e) {
            context.stop();
            throw e;
        }
        return new Running(context);
    }

    private static ClusterSnapshot reshaped(String... methods) throws Exception {
        try (Running context = route(methods)) {
            return context.createProducerTemplate().requestBody("direct:in", SNAPSHOT, ClusterSnapshot.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keepNamespaces('shop')          | cart-5f-a cart-5f-b own-x",
                "dropNamespaces('kube-system,s*')| info",
                "dropNamespaces('kube-*')        | cart-5f-a cart-5f-b own-x",
                "dropNamespaces(' shop , kube-public ') | proxy-1",
                "keepPods('cart-*,info')         | info cart-5f-a cart-5f-b",
                "keepPods('shop/*-a')            | cart-5f-a",
                "dropPods('shop/*')              | info proxy-1",
                "dropPods('kube-public/proxy-1') | info proxy-1 cart-5f-a cart-5f-b own-x",
                "topByCpu(2)                     | proxy-1 cart-5f-a",
                "topByMemory(2)                  | cart-5f-a cart-5f-b",
                "topByMemory(99)                 | info proxy-1 cart-5f-a cart-5f-b own-x",
                "topByCpu(4)                     | info proxy-1 cart-5f-a cart-5f-b",
            })
    void aStepKeepsThesePods(String method, String names) throws Exception {
        assertThat(reshaped(method).pods().stream().map(PodUsage::name).collect(Collectors.joining(" ")))
                .isEqualTo(names);
    }

    @Test
    void ofPodsThatUseTheSameTheFirstByNameStay() throws Exception {
        ClusterSnapshot same = ExampleSnapshot.of(pod("a/x", "1", "1"), pod("b/x", "1", "1"), pod("c/x", "1", "1"));
        try (Running context = route("topByCpu(2)")) {
            ClusterSnapshot top =
                    context.createProducerTemplate().requestBody("direct:in", same, ClusterSnapshot.class);
            assertThat(top.pods()).extracting(PodUsage::namespace).containsExactly("a", "b");
        }
    }

    @ParameterizedTest
    @CsvSource({"keepNodes('*-2'), worker-2", "dropNodes('*-2'), worker-1", "dropNodes('*'), ''"})
    void aStepKeepsTheseNodesAndAllPods(String method, String names) throws Exception {
        ClusterSnapshot snapshot = reshaped(method);
        assertThat(snapshot.nodes().stream().map(node -> node.name()).collect(Collectors.joining(" ")))
                .isEqualTo(names);
        assertThat(snapshot.pods()).isEqualTo(SNAPSHOT.pods());
    }

    @Test
    void droppedContainersLeaveUsageAndRequests() throws Exception {
        PodUsage proxy = reshaped("dropContainers('c')").pods().get(1);
        assertThat(proxy.containers()).extracting(ContainerMetrics::name).containsExactly("istio");
        assertThat(proxy.facts().resources()).isEmpty();
        PodUsage other = reshaped("keepContainers('c')").pods().get(1);
        assertThat(other.containers()).extracting(ContainerMetrics::name).containsExactly("c");
        assertThat(other.facts().resources())
                .extracting(ContainerResources::name)
                .containsExactly("c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sumByNamespace | namespace  | [kube-public]=0.001 [kube-system]=0.006 [shop]=0.100000003",
                "sumByNode      | node_pods  | [worker-1]=0.107 [worker-2]=0.000000003",
                "sumByOwner     | owner      | [kube-public, , ]=0.001 [kube-system, DaemonSet, proxy]=0.006"
                        + " [shop, ReplicaSet, cart-5f]=0.100000003",
                "sumByWorkload  | workload   | [kube-public, , ]=0.001 [kube-system, DaemonSet, proxy]=0.006"
                        + " [shop, Deployment, cart]=0.100000003",
            })
    void sumsAreExactSortedAndLeaveOutWhatIsNotKnown(String method, String subject, String sums) throws Exception {
        ExtraFamily cpu = reshaped(method).families().get(0);
        assertThat(cpu.name()).isEqualTo("kube_metrics_server_" + subject + "_cpu_usage_cores");
        assertThat(cpu.samples().stream()
                        .map(sample -> sample.labelValues() + "=" + sample.value())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(sums);
    }

    @Test
    void sumsAreOfThePodsLeftAtTheirPlaceAndStay() throws Exception {
        List<ExtraFamily> families = reshaped("keepNamespaces('shop')", "sumByNamespace", "dropNamespaces('*')")
                .families();
        assertThat(families.get(1).samples()).singleElement().satisfies(sample -> assertThat(sample.value())
                .hasToString("83886080"));
    }

    @Test
    void familyStepsWorkOneAfterTheOther() throws Exception {
        ClusterSnapshot snapshot = reshaped(
                "renameFamily('kube_metrics_server_node_mem', 'mem')",
                "keepFamilies('mem,kube_metrics_server_pod_*')",
                "dropFamilies('*_info')");
        assertThat(snapshot.publishedName("kube_metrics_server_node_mem")).isEqualTo("mem");
        assertThat(snapshot.publishedName("kube_metrics_server_pod_cpu")).isEqualTo("kube_metrics_server_pod_cpu");
        assertThat(snapshot.publishedName("kube_metrics_server_node_cpu")).isNull();
        assertThat(snapshot.publishedName("kube_metrics_server_pod_info")).isNull();
        assertThat(snapshot.publishedName("metrics_server_prom_up")).isEqualTo("metrics_server_prom_up");
        assertThat(snapshot.publishedName("metrics_server_prom_build_info")).isNull();
    }

    @Test
    void labelsAddUp() throws Exception {
        ClusterSnapshot snapshot = reshaped(
                "addLabel('cluster', 'a, b')", "addPodLabels('team')", "addPodLabels('app.kubernetes.io/name, team')");
        assertThat(snapshot.staticLabels()).containsExactly(Map.entry("cluster", "a, b"));
        assertThat(snapshot.podLabels()).containsExactly("team", "app.kubernetes.io/name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dropNamespace('a')        | there is no step dropNamespace, expected one of keepNamespaces,",
                "dropNamespaces            | dropNamespaces has 0 values, expected dropNamespaces('patterns')",
                "dropNamespaces('')        | dropNamespaces: the list of names is empty, expected names separated by commas",
                "dropNamespaces('a,,b')    | dropNamespaces: 'a,,b' has an empty entry",
                "dropNamespaces('a', 'b')  | expected dropNamespaces('patterns'); a list stands between one pair of quotes",
                "dropNamespaces('Kube-*')  | dropNamespaces: 'Kube-*' can match nothing: a namespace has lower case letters",
                "dropNamespaces('kube-.*') | dropNamespaces: 'kube-.*' can match nothing",
                "keepPods('a/b/c')         | keepPods: 'a/b/c' can match nothing",
                "topByCpu(0)               | topByCpu: the number is 0, expected 1 or more",
                "topByMemory('many')       | topByMemory: 'many' is not a number, expected 1 or more",
                "addLabel('my-label', 'x') | addLabel: label name \"my-label\" is not valid",
                "addLabel('node', 'x')     | addLabel: label node is a label of the series already; taken are container,",
                "addLabel('workload_kind', 'x') | addLabel: label workload_kind is a label of the series already",
                "addLabel('label_team', 'x') | addLabel: label label_team may conflict with a pod label",
                "addLabel('cluster')       | addLabel has 1 value, expected addLabel('name', 'newName')",
                "addLabel('cluster', '')   | addLabel: the value of label cluster is empty",
                "addPodLabels('*')         | addPodLabels: '*' is not the key of a Kubernetes label",
                "addPodLabels('a b')       | addPodLabels: 'a b' is not the key of a Kubernetes label",
                "keepFamilies('kube_metrics_server_pod_memory') | 'kube_metrics_server_pod_memory' is no family of this page",
                "renameFamily('kube_*', 'x') | renameFamily: 'kube_*' is not the name of one family",
                "renameFamily('kube_metrics_server_pod_cpu', 'a b') | renameFamily: metric name \"a b\" is not valid",
                "renameFamily('kube_metrics_server_pod_info', 'pods') | so its name must end with _info",
                "renameFamily('kube_metrics_server_pod_cpu', 'kube_metrics_server_pod_mem') | there is a family",
                "renameFamily('nothing', 'x') | there is no family nothing to rename on this page",
                "sumByNamespace()          | 'sumByNamespace()' is not how a step is written, expected sumByNamespace",
            })
    void aMistakeKeepsTheRouteFromBeingBuilt(String method, String message) {
        String wanted = message.replace("'newName'", "'value'");
        assertThatThrownBy(() -> route(method).close())
                .rootCause()
                .isInstanceOf(ReshapeException.class)
                .hasMessageStartingWith("my.camel.yaml:9: ")
                .hasMessageContaining(wanted);
    }

    @Test
    void theSameSumTwiceIsAMistake() {
        assertThatThrownBy(() -> route("sumByNode", "sumByNode").close())
                .rootCause()
                .hasMessageContaining("the step stands twice");
    }

    @Test
    void anExpressionIsCheckedWhenItIsUsed() throws Exception {
        try (Running context = route("keepNamespaces('${header.team}')")) {
            var template = context.createProducerTemplate();
            ClusterSnapshot kept =
                    template.requestBodyAndHeader("direct:in", SNAPSHOT, "team", "shop", ClusterSnapshot.class);
            assertThat(kept.pods()).hasSize(3);
            assertThatThrownBy(() -> template.requestBodyAndHeader("direct:in", SNAPSHOT, "team", "Shop"))
                    .rootCause()
                    .hasMessageStartingWith("keepNamespaces: 'Shop' can match nothing");
        }
    }

    @Test
    void aBodyThatIsNoSnapshotIsSaidSo() throws Exception {
        try (Running context = route("sumByNode")) {
            assertThatThrownBy(() -> context.createProducerTemplate().requestBody("direct:in", "text"))
                    .rootCause()
                    .hasMessageContaining(
                            "the step sumByNode got java.lang.String as body, expected a ClusterSnapshot");
        }
    }
}
