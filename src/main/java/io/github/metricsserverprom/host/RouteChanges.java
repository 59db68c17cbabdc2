// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.List;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** Says by their ids which routes a reload added and removed. */
final class RouteChanges {

    private RouteChanges() {}

    /** {@code added=[...] removed=[...]}. */
    static String between(CamelContext old, CamelContext next) {
        TreeSet<String> added = ids(next);
        added.removeAll(ids(old));
        TreeSet<String> removed = ids(old);
        removed.removeAll(ids(next));
        return "added=" + added + " removed=" + removed;
    }

    private static TreeSet<String> ids(CamelContext context) {
        List<Route> routes = context.getRoutes();
        TreeSet<String> ids = new TreeSet<>();
        routes.forEach(route -> ids.add(route.getRouteId()));
        return ids;
    }
}
