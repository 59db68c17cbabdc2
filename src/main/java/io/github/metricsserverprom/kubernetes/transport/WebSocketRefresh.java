// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.transport;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.WebSocketUpgradeResponse;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Stands in for fabric8's token refresh. Only web sockets need it: fabric8 tells nobody else with which status their opening was
 * refused. Other requests are repeated by {@link ClusterHttpClient}.
 */
final class WebSocketRefresh implements Interceptor {

    private final SessionSource sessions;

    WebSocketRefresh(SessionSource sessions) {
        this.sessions = sessions;
    }

    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
        if (!(response instanceof WebSocketUpgradeResponse) || response.code() != 401) {
            return CompletableFuture.completedFuture(false);
        }
        String shown = response.request().header("Authorization");
        return sessions.current().thenCompose(session -> {
            if (!Objects.equals(shown, session.credential().authorization())) {
                return CompletableFuture.completedFuture(true);
            }
            return sessions.replace(session).thenApply(newer -> newer != session);
        });
    }
}
