// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of the product talks to the demo cluster as to a real one. */
class DemoClientIT {
    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        vertx.close();
    }

    @Test
    void metricsOfPodsAndNodesAreRead() {
        DemoCluster cluster = start(DemoOptions.defaults());
        KubernetesClient client = client(cluster);
        List<PodMetrics> metrics = client.top().pods().metrics().getItems();

        assertThat(metrics)
                .extracting(item -> item.getMetadata().getNamespace() + "/"
                        + item.getMetadata().getName())
                .isEqualTo(cluster.pods().stream()
                        .filter(DemoPod::measured)
                        .map(pod -> pod.namespace() + "/" + pod.name())
                        .toList());
        assertThat(metrics).allSatisfy(item -> assertThat(item.getContainers()).allSatisfy(container -> {
            assertThat(container.getUsage().get("cpu").getNumericalAmount()).isNotNegative();
            assertThat(container.getUsage().get("memory").getNumericalAmount()).isPositive();
        }));
        assertThat(client.top().nodes().metrics().getItems()).hasSize(3);
        assertThat(client.nodes().list().getItems())
                .extracting(node -> node.getMetadata().getName())
                .isEqualTo(cluster.nodes());
    }

    @Test
    void podsAreListedInPages() {
        DemoCluster cluster = start(DemoOptions.defaults());
        KubernetesClient client = client(cluster);
        Set<String> uids = new TreeSet<>();
        String token = "";
        do {
            PodList page = client.pods()
                    .inAnyNamespace()
                    .list(new ListOptionsBuilder()
                            .withLimit(10L)
                            .withContinue(token.isEmpty() ? null : token)
                            .build());
            page.getItems().forEach(pod -> uids.add(pod.getMetadata().getUid()));
            token = Optional.ofNullable(page.getMetadata().getContinue()).orElse("");
        } while (!token.isEmpty());

        assertThat(uids).isEqualTo(uidsOf(cluster));
    }

    @Test
    void anInformerFollowsChurnClosedWatchesAndExpiredVersions() {
        DemoCluster cluster =
                start(DemoOptions.change().nodes(5).podsPerNode(20).done());
        KubernetesClient client = client(cluster);
        AtomicInteger added = new AtomicInteger();
        AtomicInteger modified = new AtomicInteger();
        AtomicInteger deleted = new AtomicInteger();
        SharedIndexInformer<Pod> informer = client.pods()
                .inAnyNamespace()
                .withLimit(30L)
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(Pod pod) {
                        added.incrementAndGet();
                    }

                    @Override
                    public void onUpdate(Pod before, Pod pod) {
                        modified.incrementAndGet();
                    }

                    @Override
                    public void onDelete(Pod pod, boolean unknown) {
                        deleted.incrementAndGet();
                    }
                });
        opened.add(informer);
        awaitSame(informer, cluster);

        cluster.churn(10);
        awaitSame(informer, cluster);
        await().untilAsserted(
                        () -> assertThat(List.of(added.get(), deleted.get())).containsExactly(110, 10));
        assertThat(modified.get()).isGreaterThanOrEqualTo(10);

        cluster.faults().closeWatches();
        cluster.churn(5);
        awaitSame(informer, cluster);

        cluster.churn(5);
        cluster.faults().expireResourceVersions();
        cluster.faults().closeWatches();
        cluster.churn(5);
        awaitSame(informer, cluster);
    }

    @Test
    void tlsWithATokenWorksFromTheKubeconfigAlone(@TempDir Path folder) throws Exception {
        DemoCluster cluster = start(DemoOptions.change()
                .tls(SelfSigned.create(folder, Optional.empty()))
                .tokens("secret")
                .done());

        assertThat(cluster.uri().getScheme()).isEqualTo("https");
        assertThat(client(cluster).top().pods().metrics().getItems()).hasSize(31);
    }

    @Test
    void http2IsSpokenOverTls(@TempDir Path folder) throws Exception {
        DemoTls tls = SelfSigned.create(folder, Optional.empty());
        DemoCluster cluster = start(DemoOptions.change().tls(tls).done());
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        try (InputStream in = Files.newInputStream(tls.certificate())) {
            trusted.setCertificateEntry(
                    "demo", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        HttpClient http = HttpClient.newBuilder().sslContext(context).build();
        HttpRequest request =
                HttpRequest.newBuilder(cluster.uri().resolve(DemoHttp.PODS)).build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(DemoHttp.parse(answer.body()).path("items")).hasSize(39);
        cluster.faults().set(DemoTarget.PODS, Fault.reset(Fault.Where.MID_BODY));
        assertThatThrownBy(() -> http.send(request, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        cluster.faults().clear();
        assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aDemandedClientCertificateIsDemanded(@TempDir Path folder, @TempDir Path other) throws Exception {
        DemoTls own = SelfSigned.create(folder, Optional.empty());
        DemoTls clients = SelfSigned.create(other, Optional.empty());
        DemoCluster cluster = start(DemoOptions.change()
                .tls(new DemoTls(own.certificate(), own.key(), Optional.of(clients.certificate())))
                .done());
        Config with = Config.fromKubeconfig(cluster.kubeconfig());
        with.setClientCertFile(clients.certificate().toString());
        with.setClientKeyFile(clients.key().toString());
        with.setClientKeyAlgo("EC");
        Config without = Config.fromKubeconfig(cluster.kubeconfig());
        without.setRequestRetryBackoffLimit(0);

        assertThat(client(with).top().nodes().metrics().getItems()).hasSize(3);
        KubernetesClient refused = client(without);
        assertThatThrownBy(() -> refused.top().nodes().metrics()).isInstanceOf(KubernetesClientException.class);
    }

    @Test
    void labelsSelectInTheMetricsApi() {
        DemoCluster cluster = start(DemoOptions.defaults());

        assertThat(client(cluster)
                        .top()
                        .pods()
                        .withLabels(Map.of("app.kubernetes.io/name", "cart"))
                        .metrics()
                        .getItems())
                .hasSize(4);
    }

    private static void awaitSame(SharedIndexInformer<Pod> informer, DemoCluster cluster) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Set<String> seen = new TreeSet<>();
            informer.getStore().list().forEach(pod -> seen.add(pod.getMetadata().getUid()));
            assertThat(seen).isEqualTo(uidsOf(cluster));
        });
    }

    private static Set<String> uidsOf(DemoCluster cluster) {
        Set<String> uids = new TreeSet<>();
        cluster.pods().forEach(pod -> uids.add(pod.uid()));
        return uids;
    }

    private DemoCluster start(DemoOptions options) {
        DemoCluster cluster = DemoCluster.start(vertx, options, new StepClock());
        opened.add(cluster);
        return cluster;
    }

    private KubernetesClient client(DemoCluster cluster) {
        return client(Config.fromKubeconfig(cluster.kubeconfig()));
    }

    private KubernetesClient client(Config config) {
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        opened.add(client);
        return client;
    }
}
