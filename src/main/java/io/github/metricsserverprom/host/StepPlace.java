// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/** Finds in the files the route, and in it the step, that Camel could not build. */
final class StepPlace {

    private final CamelContext context;
    private final YamlFiles yaml;

    StepPlace(CamelContext context, YamlFiles yaml) {
        this.context = context;
        this.yaml = yaml;
    }

    /** The lines of the route. */
    YamlScope route(FailedToCreateRouteException failure) {
        RouteDefinition route = definition(failure);
        return route == null || route.getResource() == null
                ? YamlScope.ALL
                : yaml.item(route.getResource().getLocation(), route.getLineNumber());
    }

    /** {@code file:line: } of the step, or of the route when the failure names no step. */
    String of(FailedToCreateRouteException failure) {
        RouteDefinition route = definition(failure);
        if (route == null || route.getResource() == null) {
            return "";
        }
        String message = String.valueOf(failure.getMessage());
        // Camel knows no line of a route without a uri.
        int line = Math.max(1, route.getLineNumber());
        int longest = 0;
        for (ProcessorDefinition<?> step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
            String text = step.toString();
            if (text.length() > longest && message.contains(">>> " + text + " <<<") && step.getLineNumber() > 0) {
                longest = text.length();
                line = step.getLineNumber();
            }
        }
        return route.getResource().getLocation() + ":" + line + ": route " + route.getId() + ": ";
    }

    private RouteDefinition definition(FailedToCreateRouteException failure) {
        return context == null || failure.getRouteId() == null
                ? null
                : context.getCamelContextExtension()
                        .getContextPlugin(Model.class)
                        .getRouteDefinition(failure.getRouteId());
    }
}
