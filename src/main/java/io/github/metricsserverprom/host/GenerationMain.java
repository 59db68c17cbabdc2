// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;

/** A camel-main of which there can be several in one process: routes from memory, no server, no shutdown hook. */
final class GenerationMain extends Main {

    private final RouteFiles files;
    private final Set<String> without;

    GenerationMain(RouteFiles files, Properties properties, Set<String> without) {
        this.files = files;
        this.without = without;
        // The default strategy leaves a JVM shutdown hook behind for every Main.
        setShutdownStrategy(new SimpleMainShutdownStrategy());
        setDefaultPropertyPlaceholderLocation("false");
        setInitialProperties(properties);
        // All routes are built before any is started: the host starts them in its own order.
        addOverrideProperty("camel.main.autoStartup", "false");
        addOverrideProperty("camel.main.routesIncludePattern", "false");
        addOverrideProperty("camel.main.routesReloadEnabled", "false");
        addOverrideProperty("camel.main.sourceLocationEnabled", "true");
        addOverrideProperty("camel.main.startupSummaryLevel", "Off");
        addOverrideProperty("camel.main.autoConfigurationLogSummary", "false");
        // The same for all generations: it becomes a tag of every metric of a route.
        addOverrideProperty("camel.main.name", "metrics-server-prom");
        // Requests have ended by then; this is for a route of an operator's that does not end.
        addOverrideProperty("camel.main.shutdownTimeout", "10");
        addOverrideProperty("camel.main.shutdownLogInflightExchangesOnTimeout", "false");
        addOverrideProperty("camel.server.enabled", "false");
        addOverrideProperty("camel.management.enabled", "false");
    }

    @Override
    protected void configureRoutes(CamelContext context) throws Exception {
        Map<String, String> places = new HashMap<>();
        List<String> duplicates = new ArrayList<>();
        for (RoutesBuilder builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(files.resources())) {
            add(builder, context);
            if (builder instanceof RouteBuilder routes) {
                routes.getRouteCollection().getRoutes().forEach(route -> noteDuplicate(route, places, duplicates));
            }
        }
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        for (String id : without) {
            RouteDefinition route = model.getRouteDefinition(id);
            // Those without an id get one when they are built, and are not known by it here.
            if (route != null) {
                model.removeRouteDefinition(route);
            }
        }
        if (!duplicates.isEmpty()) {
            throw new RoutesException(duplicates);
        }
    }

    private static void add(RoutesBuilder builder, CamelContext context) throws Exception {
        try {
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                context.addRoutesConfigurations(configurations);
            }
            context.addRoutes(builder);
        } catch (Exception e) {
            throw builder instanceof RouteBuilder routes && routes.getResource() != null
                    ? new FileFailure(routes.getResource().getLocation(), e)
                    : e;
        }
    }

    /** Until a context is started Camel lets a later file silently replace a route of the same id. */
    private static void noteDuplicate(RouteDefinition route, Map<String, String> places, List<String> duplicates) {
        if (route.getId() == null || Boolean.TRUE.equals(route.isTemplate())) {
            return;
        }
        String place = SourcePlace.of(route);
        String first = places.putIfAbsent(route.getId(), place);
        if (first != null) {
            duplicates.add(place + ": duplicate route id " + route.getId() + ", already used in " + first
                    + "; give one of them another id");
        }
    }
}
