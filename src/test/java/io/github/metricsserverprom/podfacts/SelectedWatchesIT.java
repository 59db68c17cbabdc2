// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.github.metricsserverprom.apiserver.Deadline;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.apiserver.UpstreamMetrics;
import io.github.metricsserverprom.demo.DemoCluster;
import io.github.metricsserverprom.demo.DemoOptions;
import io.github.metricsserverprom.demo.DemoPod;
import io.github.metricsserverprom.demo.DemoTarget;
import io.github.metricsserverprom.demo.Fault;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.selection.LabelSelector;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import io.github.metricsserverprom.selection.Namespaces;
import io.github.metricsserverprom.selection.PodSelection;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Watches of a part of the pods, against a simulated API server that selects as real ones do. */
class SelectedWatchesIT {

    private final Vertx vertx = Vertx.vertx();
    private DemoCluster cluster;
    private KubernetesClient client;
    private PodWatches watches;

    @BeforeEach
    void start() {
        DemoOptions options = DemoOptions.change().nodes(6).podsPerNode(30).done();
        cluster = DemoCluster.start(vertx, options, InstantSource.system());
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(cluster.uri().toString())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
        watches = new PodWatches(context -> client, UpstreamMetrics.NONE);
    }

    @AfterEach
    void stop() {
        watches.close();
        client.close();
        cluster.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static List<PodQuery> queries(String namespaces, String denied, String labels) {
        return PodQuery.of(
                new PodSelection(Namespaces.of(namespaces), NamespaceDenylist.of(denied), LabelSelector.parse(labels)),
                false,
                20);
    }

    private Set<PodKey> known(List<PodQuery> queries) {
        watches.begin("", queries);
        return queries.stream().flatMap(query -> facts(query).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<PodKey> facts(PodQuery query) {
        try {
            return watches.facts("", query, Deadline.in(Duration.ofSeconds(20)))
                    .orElseThrow()
                    .byKey()
                    .keySet();
        } catch (ReadException e) {
            throw new AssertionError(e);
        }
    }

    private Set<PodKey> truth(Predicate<DemoPod> selected) {
        return cluster.pods().stream()
                .filter(selected)
                .map(pod -> new PodKey(pod.namespace(), pod.name()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private int open() {
        return cluster.traffic().of(DemoTarget.PODS_WATCH).open();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
            # namespaces           ; denied               ; labels                                          ; pods                                ; watches
            team-a,team-b,nowhere  ;                      ;                                                 ; team-[ab]/.*                        ; 3
                                   ; kube-system,tenant-* ;                                                 ; (?!kube-system/|tenant-).*          ; 1
            tenant-000,team-a      ; team-*               ; app.kubernetes.io/name notin (ledger,inventory) ; tenant-000/(?!ledger-|inventory-).* ; 1
                                   ;                      ; app.kubernetes.io/name in (cart,catalog)        ; [^/]+/(cart|catalog)-.*             ; 1
                                   ; shop-prod            ; app.kubernetes.io/name=cart,!nothing            ; (?!shop-prod/)[^/]+/cart-.*         ; 1
            """)
    void aWatchKnowsThePodsOfItsSelectionAndFollowsThem(
            String namespaces, String denied, String labels, String pods, int number) {
        Predicate<DemoPod> selected = pod -> (pod.namespace() + "/" + pod.name()).matches(pods);
        List<PodQuery> queries = queries(namespaces, denied, labels);
        queries.forEach(watches::hold);

        assertThat(known(queries)).isEqualTo(truth(selected)).isNotEmpty().hasSizeLessThan(180);
        await().until(() -> open() == number);

        cluster.churn(120);

        await().untilAsserted(() -> assertThat(known(queries)).isEqualTo(truth(selected)));
        assertThat(open()).isEqualTo(number);
    }

    @Test
    void aWatchOfAnotherSelectionIsAnotherWatchAndEndsForItself() throws Exception {
        PodQuery all = queries("", "", "").get(0);
        PodQuery carts = queries("", "", "app.kubernetes.io/name=cart").get(0);
        PodWatches.Lease lease = watches.hold(all);
        assertThat(facts(all)).hasSize(180);
        watches.hold(carts);
        assertThat(facts(carts)).hasSize(4);
        await().until(() -> open() == 2);

        lease.close();

        await().until(() -> open() == 1);
        assertThat(facts(carts)).hasSize(4);
        assertThat(watches.facts("", all, Deadline.in(Duration.ofSeconds(1)))).isEmpty();
    }

    @Test
    void namespacesThatHangKeepNoOtherWaiting() {
        List<PodQuery> hanging = queries("team-a,team-b,shop-prod", "", "");
        PodQuery other = queries("tenant-000", "", "").get(0);
        hanging.forEach(watches::hold);
        watches.hold(other);
        cluster.faults().set(DemoTarget.PODS, Fault.hang(Fault.Where.BEFORE_HEADERS));
        watches.begin("", hanging);
        await().until(() -> cluster.traffic().of(DemoTarget.PODS).open() == 3);
        cluster.faults().clear();

        assertThat(facts(other)).isEqualTo(truth(pod -> pod.namespace().equals("tenant-000")));
        assertThatThrownBy(() -> watches.facts("", hanging.get(0), Deadline.in(Duration.ofMillis(200))))
                .hasMessageContaining("not complete yet");
    }

    @Test
    void whereOnlyRolesGiveRightsEachNamespaceHasItsOwnFate() throws Exception {
        cluster.faults().allowOnlyIn(Set.of("team-a"), DemoTarget.PODS, DemoTarget.PODS_WATCH);
        List<PodQuery> both = queries("team-a,team-b", "", "");
        both.forEach(watches::hold);

        assertThat(facts(both.get(0))).isEqualTo(truth(pod -> pod.namespace().equals("team-a")));
        assertThatThrownBy(() -> watches.facts("", both.get(1), Deadline.in(Duration.ofSeconds(20))))
                .isInstanceOf(ReadException.class)
                .hasMessageContaining("403 Forbidden")
                .hasMessageContaining("in the namespace \"team-b\"");
    }
}
