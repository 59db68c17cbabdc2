// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.github.metricsserverprom.apiserver.ApiReader;
import io.github.metricsserverprom.apiserver.ClusterClients;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.apiserver.SharedTexts;
import io.github.metricsserverprom.apiserver.SingleFlight;
import io.github.metricsserverprom.apiserver.UpstreamMetrics;
import io.github.metricsserverprom.podfacts.PodFactsReader;
import io.github.metricsserverprom.podfacts.PodWatches;
import java.util.concurrent.ExecutorService;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.kubernetes.AbstractKubernetesComponent;
import org.apache.camel.component.kubernetes.AbstractKubernetesEndpoint;
import org.apache.camel.component.kubernetes.KubernetesConfiguration;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;

/**
 * The {@code kubernetes-metrics} component: reads Kubernetes' metrics API ({@code metrics.k8s.io/v1beta1}), and pods as
 * leanly, in camel-kubernetes' terms. {@code kubernetes-metrics:client?operation=listPodMetrics}.
 *
 * <p>What its endpoints share comes from the registry where a host put it ({@link ClusterClients},
 * {@link SingleFlight}, {@link PodWatches}, {@link UpstreamMetrics}, one of each); otherwise the component makes its own,
 * which is how it works under Camel K.
 */
@Component("kubernetes-metrics")
public final class KubernetesMetricsComponent extends AbstractKubernetesComponent {

    private ApiReader reader;
    private PodWatches podWatches;
    private PodWatches ownPodWatches;
    private final UnreadableValues unreadable = new UnreadableValues();
    private final SharedTexts texts = new SharedTexts();
    private ClusterClients clients;
    private SingleFlight singleFlight;
    private KubernetesClient ownClient;
    private ExecutorService helpers;

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        helpers = getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "kubernetes-metrics");
        singleFlight = CamelContextHelper.findSingleByType(getCamelContext(), SingleFlight.class);
        if (singleFlight == null) {
            singleFlight = new SingleFlight();
        }
        if (getKubernetesClient() == null) {
            setKubernetesClient(CamelContextHelper.findSingleByType(getCamelContext(), KubernetesClient.class));
        }
        clients = CamelContextHelper.findSingleByType(getCamelContext(), ClusterClients.class);
        if (clients == null) {
            if (getKubernetesClient() == null) {
                // fabric8 would repeat a failed request behind the scrape's back until its deadline.
                ownClient = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder()
                                .withRequestRetryBackoffLimit(0)
                                .build())
                        .build();
                setKubernetesClient(ownClient);
            }
            clients = context -> getKubernetesClient();
        }
        UpstreamMetrics metrics = CamelContextHelper.findSingleByType(getCamelContext(), UpstreamMetrics.class);
        if (metrics == null) {
            metrics = UpstreamMetrics.NONE;
        }
        reader = new ApiReader(metrics);
        podWatches = CamelContextHelper.findSingleByType(getCamelContext(), PodWatches.class);
        if (podWatches == null) {
            ownPodWatches = new PodWatches(clients, metrics);
            podWatches = ownPodWatches;
        }
    }

    @Override
    protected AbstractKubernetesEndpoint doCreateEndpoint(
            String uri, String remaining, KubernetesConfiguration configuration) {
        if (configuration.getKubernetesClient() == null) {
            // Without a client camel-kubernetes would build one for every endpoint.
            configuration.setKubernetesClient(chosenClient());
        }
        return new KubernetesMetricsEndpoint(uri, this, configuration);
    }

    private KubernetesClient chosenClient() {
        try {
            return clients.client("");
        } catch (ReadException e) {
            throw new RuntimeCamelException(e.getMessage(), e);
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        getCamelContext().getExecutorServiceManager().shutdown(helpers);
        if (ownPodWatches != null) {
            ownPodWatches.close();
            ownPodWatches = null;
        }
        if (ownClient != null) {
            ownClient.close();
            ownClient = null;
        }
    }

    ClusterClients clients() {
        return clients;
    }

    SingleFlight singleFlight() {
        return singleFlight;
    }

    ApiReader reader() {
        return reader;
    }

    PodFactsReader podFacts() {
        return new PodFactsReader(reader);
    }

    /** Threads for reads of several namespaces at once; none while there are none. */
    ExecutorService helpers() {
        return helpers;
    }

    PodWatches podWatches() {
        return podWatches;
    }

    UnreadableValues unreadable() {
        return unreadable;
    }

    SharedTexts texts() {
        return texts;
    }
}
