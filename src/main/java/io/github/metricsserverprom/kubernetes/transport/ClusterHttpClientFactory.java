// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.transport;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import java.net.URI;

/** Makes the HTTP clients of one context. They hold no connections themselves: closing one closes nothing of the others. */
public final class ClusterHttpClientFactory implements HttpClient.Factory {

    private final SessionSource sessions;
    private final URI server;
    private final String userAgent;

    /**
     * @param server named in failures
     */
    public ClusterHttpClientFactory(SessionSource sessions, URI server, String userAgent) {
        this.sessions = sessions;
        this.server = server;
        this.userAgent = userAgent;
    }

    /** Takes only the request settings from the configuration: TLS, proxy and credentials belong to the session. */
    @Override
    public HttpClient.Builder newBuilder(Config config) {
        ClusterHttpClientBuilder builder = newBuilder();
        builder.tag(config.getRequestConfig());
        builder.addOrReplaceInterceptor(TokenRefreshInterceptor.NAME, new WebSocketRefresh(sessions));
        return builder;
    }

    @Override
    public ClusterHttpClientBuilder newBuilder() {
        return new ClusterHttpClientBuilder(this);
    }

    SessionSource sessions() {
        return sessions;
    }

    URI server() {
        return server;
    }

    String userAgent() {
        return userAgent;
    }
}
