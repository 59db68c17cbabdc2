// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** The routes of a context for people to read: as indented text, or as a Mermaid flowchart (mermaid.js.org). */
final class Pipeline {

    private final List<RouteDefinition> routes;

    private Pipeline(List<RouteDefinition> routes) {
        this.routes = routes;
    }

    static Pipeline of(CamelContext context) {
        return new Pipeline(
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                        .sorted(Comparator.comparing(OptionalIdentifiedDefinition::getId))
                        .toList());
    }

    /** Each route with its description, where it is written, where it begins, and its steps. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (RouteDefinition route : routes) {
            text.append(route.getId())
                    .append("  (")
                    .append(SourcePlace.of(route))
                    .append(")\n");
            if (route.getDescriptionText() != null) {
                text.append("  ").append(route.getDescriptionText()).append('\n');
            }
            text.append("  from ")
                    .append(uri(route.getInput().getEndpointUri()))
                    .append('\n');
            steps(text, route.getOutputs(), "    ");
            text.append('\n');
        }
        return text.toString();
    }

    private static void steps(StringBuilder text, List<ProcessorDefinition<?>> steps, String indent) {
        for (ProcessorDefinition<?> step : steps) {
            if (!(step instanceof OnExceptionDefinition)) {
                text.append(indent).append(label(step));
                if (step.hasCustomIdAssigned()) {
                    text.append("  [").append(step.getId()).append(']');
                }
                text.append('\n');
                steps(text, step.getOutputs(), indent + "  ");
            }
        }
    }

    private static String label(ProcessorDefinition<?> step) {
        String name = step.getShortName();
        String own = String.valueOf(step.getLabel()).replaceAll("\\s+", " ");
        String bare = own.startsWith(name + "[") && own.endsWith("]")
                ? own.substring(name.length() + 1, own.length() - 1)
                : own;
        if (bare.equals(name) || !step.getOutputs().isEmpty() && bare.contains(",")) {
            return name;
        }
        return name + " "
                + (isCall(step) ? uri(bare) : bare.replaceFirst("^ref:", "").replace(" method:", "."));
    }

    private static boolean isCall(ProcessorDefinition<?> step) {
        return step instanceof SendDefinition<?> || step instanceof ToDynamicDefinition;
    }

    /** Without options, which would bury what matters. */
    private static String uri(String uri) {
        return uri == null ? "" : uri.replaceFirst("\\?.*", "").replaceFirst("://", ":");
    }

    /** Routes as boxes with their steps, calls among them as arrows. */
    String mermaid() {
        StringBuilder chart = new StringBuilder("flowchart LR\n");
        Map<String, String> consumers = new TreeMap<>();
        for (int i = 0; i < routes.size(); i++) {
            consumers.put(uri(routes.get(i).getInput().getEndpointUri()), "r" + i);
        }
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            RouteDefinition route = routes.get(i);
            List<ProcessorDefinition<?>> steps = new ArrayList<>();
            flatten(route.getOutputs(), steps);
            chart.append("  subgraph ").append(route.getId()).append("\n    direction TB\n");
            chart.append("    r")
                    .append(i)
                    .append("([\"")
                    .append(quoted(uri(route.getInput().getEndpointUri())))
                    .append("\"])\n");
            String previous = "r" + i;
            for (int j = 0; j < steps.size(); j++) {
                String node = "r" + i + "s" + j;
                chart.append("    ")
                        .append(previous)
                        .append(" --> ")
                        .append(node)
                        .append("[\"")
                        .append(quoted(label(steps.get(j))))
                        .append("\"]\n");
                previous = node;
                String target = consumers.get(label(steps.get(j)).replaceFirst("^\\S+ ", ""));
                if (target != null) {
                    calls.add("  " + node + " -.-> " + target + "\n");
                }
            }
            chart.append("  end\n");
        }
        calls.forEach(chart::append);
        return chart.toString();
    }

    private static void flatten(List<ProcessorDefinition<?>> steps, List<ProcessorDefinition<?>> all) {
        for (ProcessorDefinition<?> step : steps) {
            if (!(step instanceof OnExceptionDefinition)) {
                all.add(step);
                flatten(step.getOutputs(), all);
            }
        }
    }

    private static String quoted(String text) {
        return text.replace("\"", "#quot;");
    }
}
