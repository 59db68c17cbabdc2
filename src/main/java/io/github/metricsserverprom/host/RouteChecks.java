// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;

/** What must hold for a set of routes and Camel 4.18.0 does not check. */
final class RouteChecks {

    private static final String METRICS = "platform-http:///metrics";

    private static final Set<String> HOST_PATHS = Set.of("platform-http:///livez", "platform-http:///readyz");

    private RouteChecks() {}

    /** What is wrong with the routes of a context that was built; empty when nothing is. */
    static List<String> findings(CamelContext context, Sources sources) {
        if (context.getRoutesSize() == 0) {
            return List.of(sources.files().folder() + ": no routes in any *" + RouteFiles.SUFFIX
                    + " of this folder, expected at least" + " one that serves /metrics");
        }
        List<String> findings = new ArrayList<>();
        Map<String, Route> consumers = new HashMap<>();
        for (Route route : context.getRoutes()) {
            String uri = base(route.getEndpoint());
            if (HOST_PATHS.contains(uri)) {
                findings.add(SourcePlace.of(route) + ": route " + route.getRouteId() + " consumes from " + shown(uri)
                        + ", a path that belongs to the program; choose another path");
            }
            if (Boolean.FALSE.equals(route.isAutoStartup())) {
                continue;
            }
            Route first = exclusive(uri) ? consumers.putIfAbsent(uri, route) : null;
            if (first != null) {
                findings.add(SourcePlace.of(route) + ": route " + route.getRouteId() + " consumes from " + shown(uri)
                        + ", which route " + first.getRouteId() + " (" + SourcePlace.of(first)
                        + ") does already; give it another " + (uri.startsWith("direct") ? "name" : "path"));
            }
        }
        findings.addAll(callsWithoutConsumer(context, consumers.keySet(), sources));
        findings.addAll(callsOfOpenShift(context, sources));
        if (!servesScrapes(consumers.get(METRICS))) {
            findings.add(
                    sources.files().folder() + ": no route serves /metrics, which Prometheus scrapes; expected one with"
                            + " 'from: platform-http:/metrics'");
        }
        return findings;
    }

    /** Whether a route is started and takes GET. */
    private static boolean servesScrapes(Route metrics) {
        if (metrics == null || !(metrics.getEndpoint() instanceof PlatformHttpEndpoint endpoint)) {
            return false;
        }
        String methods = endpoint.getHttpMethodRestrict();
        return methods == null || Arrays.asList(methods.split("\\s*,\\s*")).contains("GET");
    }

    private static List<String> callsWithoutConsumer(CamelContext context, Set<String> consumed, Sources sources) {
        List<String> findings = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Endpoint endpoint : context.getEndpoints()) {
            String uri = base(endpoint);
            if (uri.startsWith("direct:") && !consumed.contains(uri) && seen.add(uri)) {
                findings.add(place(sources, shown(uri)) + shown(uri) + " is called, but no route consumes from it"
                        + hint(uri, consumed));
            }
        }
        return findings;
    }

    /** camel-kubernetes has endpoints for OpenShift, but the jars they need, 25 MB, are not part of the program. */
    private static List<String> callsOfOpenShift(CamelContext context, Sources sources) {
        return context.getEndpoints().stream()
                .map(RouteChecks::base)
                .filter(uri -> uri.startsWith("openshift-"))
                .distinct()
                .map(uri -> place(sources, shown(uri)) + shown(uri)
                        + " needs OpenShift's own client, which is not part of this program;"
                        + " kubernetes-custom-resources reads resources of every kind")
                .toList();
    }

    private static String hint(String uri, Set<String> consumed) {
        Set<String> names = new TreeSet<>();
        consumed.stream()
                .filter(known -> known.startsWith("direct:"))
                .map(RouteChecks::shown)
                .forEach(names::add);
        String guess = Suggestion.guess(shown(uri), names);
        return !guess.isEmpty() ? guess : "; add a route with 'from: " + shown(uri) + "'";
    }

    private static String place(Sources sources, String uri) {
        return sources.yaml()
                .find(YamlScope.ALL, entry -> entry.mentions(uri) && calls(entry.value(), uri))
                .map(YamlEntry::place)
                .orElse(sources.files().folder() + ": ");
    }

    /** Whether a text is the URI or has it among others, and not only as the beginning of a longer name. */
    private static boolean calls(String text, String uri) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(uri) + "(?![\\w-])")
                .matcher(text)
                .find();
    }

    private static boolean exclusive(String uri) {
        return uri.startsWith("platform-http:") || uri.startsWith("direct:");
    }

    private static String base(Endpoint endpoint) {
        String uri = endpoint.getEndpointUri();
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /** The URI as people write it: Camel normalises {@code direct:a b} to {@code direct://a%20b}. */
    private static String shown(String uri) {
        String bare = uri.replaceFirst("://", ":");
        try {
            return URLDecoder.decode(bare.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return bare;
        }
    }
}
