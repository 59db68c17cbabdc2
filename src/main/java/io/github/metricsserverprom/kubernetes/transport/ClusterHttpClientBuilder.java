// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.transport;

import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import java.util.concurrent.atomic.AtomicBoolean;

/** Builds {@link ClusterHttpClient}s; derived ones share whether they are closed, as fabric8 expects. */
public final class ClusterHttpClientBuilder
        extends StandardHttpClientBuilder<ClusterHttpClient, ClusterHttpClientFactory, ClusterHttpClientBuilder> {

    ClusterHttpClientBuilder(ClusterHttpClientFactory factory) {
        super(factory);
        // With fabric8's logger at TRACE this one would print requests and answers.
        interceptors.clear();
    }

    @Override
    public ClusterHttpClient build() {
        AtomicBoolean closed = client == null ? new AtomicBoolean() : client.getClosed();
        return new ClusterHttpClient(this, closed, clientFactory);
    }

    @Override
    protected ClusterHttpClientBuilder newInstance(ClusterHttpClientFactory factory) {
        return new ClusterHttpClientBuilder(factory);
    }
}
