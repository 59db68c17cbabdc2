// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Set;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;

/** The router on which the {@code platform-http} consumers of one generation register their paths. */
final class PrivateRouter extends VertxPlatformHttpRouter {

    /** A scrape has no body; a route of an operator's own may take a small one. In bytes. */
    static final long LARGEST_BODY = 1024L * 1024;

    private static final Set<HttpMethod> WITH_CONTENT =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private PrivateRouter(Vertx vertx, Router router) {
        super(null, vertx, router, PLATFORM_HTTP_ROUTER_NAME_ZERO, SERVER_TYPE_SERVER);
    }

    /** Makes it the router of a context; the name ending in 0 is the one that needs no server in the registry. */
    static void bind(Main main, Vertx vertx, Router router) {
        main.bind(PLATFORM_HTTP_ROUTER_NAME_ZERO, new PrivateRouter(vertx, router));
    }

    /** Whether the content of a request is read: that of GET and the like has no meaning (RFC 9110, section 9.3.1). */
    static boolean readsContent(HttpMethod method) {
        return WITH_CONTENT.contains(method);
    }

    @Override
    public Handler<RoutingContext> bodyHandler() {
        BodyHandler read = BodyHandler.create(false).setBodyLimit(LARGEST_BODY);
        return request -> {
            if (readsContent(request.request().method())) {
                read.handle(request);
            } else {
                request.next();
            }
        };
    }
}
