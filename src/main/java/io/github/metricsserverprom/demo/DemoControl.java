// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** Puts something before the API: the control paths of {@link DemoMain}. */
@FunctionalInterface
interface DemoControl {
    /** Nothing before the API. */
    DemoControl NONE = (api, cluster) -> api;

    /** A handler that takes what is its own and leaves the rest to the API. The cluster is not listening yet. */
    Handler<HttpServerRequest> before(Handler<HttpServerRequest> api, DemoCluster cluster);
}
