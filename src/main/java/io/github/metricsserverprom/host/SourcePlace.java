// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;

/** Where in the files a route or a step stands, as {@code file:line}. */
final class SourcePlace {

    private SourcePlace() {}

    static String of(RouteDefinition route) {
        String file = route.getResource() == null ? "?" : route.getResource().getLocation();
        return fileName(file) + line(route);
    }

    static String of(Route route) {
        String location = route.getSourceLocation();
        return location == null ? "route " + route.getRouteId() : fileName(location);
    }

    private static String line(NamedNode node) {
        return node.getLineNumber() > 0 ? ":" + node.getLineNumber() : "";
    }

    /** The file without the scheme, with the line if the location has one. */
    private static String fileName(String location) {
        return location.startsWith("file:") ? location.substring("file:".length()) : location;
    }
}
