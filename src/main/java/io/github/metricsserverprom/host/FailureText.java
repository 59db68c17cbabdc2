// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/** Puts what Camel throws at routes that it cannot build into findings for operators. */
final class FailureText {

    private FailureText() {}

    /** The findings of a failure, each {@code file:line: message} where the place is known. */
    static List<String> findings(Throwable failure, CamelContext context, RouteFiles files) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof RoutesException known) {
                return known.findings();
            }
            if (t instanceof FailedToCreateRouteException route) {
                String message = deepest(route);
                // A check of a step names the place of the step, which is better than that of its route.
                return List.of(message.contains(RouteFiles.SUFFIX + ":") ? message : place(route, context) + message);
            }
        }
        return List.of(deepest(failure));
    }

    private static String place(FailedToCreateRouteException failure, CamelContext context) {
        if (context == null || failure.getRouteId() == null) {
            return "";
        }
        RouteDefinition route = context.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteDefinition(failure.getRouteId());
        return route == null ? "" : SourcePlace.of(route) + ": ";
    }

    /** The message of the innermost cause, on one line. */
    static String deepest(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 30; depth++) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return message.replaceAll("\\s+", " ").strip();
    }
}
