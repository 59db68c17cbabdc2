// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.model.ClusterSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.StringQuoteHelper;

/**
 * Reads the reshape steps of every route before it is built, in their order and on an empty snapshot, so that mistakes are
 * found then and not with the first scrape. Arguments that hold expressions are left to their first use.
 */
final class ReshapeChecks extends LifecycleStrategySupport {

    private static final ClusterSnapshot NOTHING = new ClusterSnapshot("", List.of(), List.of(), List.of(), 0, 0);

    private final CamelContext context;
    private final Reshape bean;

    ReshapeChecks(CamelContext context, Reshape bean) {
        this.context = context;
        this.bean = bean;
    }

    /**
     * Checks a route before its steps are built.
     *
     * @throws ReshapeException which keeps the route from being built
     */
    @Override
    public void onRouteContextCreate(Route route) {
        if (route.getRoute() instanceof ProcessorDefinition<?> definition) {
            check(definition, NOTHING);
        }
    }

    /** Checks the steps below a node, each on what those before it left. */
    private ClusterSnapshot check(ProcessorDefinition<?> parent, ClusterSnapshot before) {
        ClusterSnapshot snapshot = before;
        for (ProcessorDefinition<?> step : parent.getOutputs()) {
            snapshot = step instanceof BeanDefinition definition && isReshape(definition)
                    ? checked(definition, snapshot)
                    : check(step, snapshot);
        }
        return snapshot;
    }

    private boolean isReshape(BeanDefinition definition) {
        return definition.getRef() != null
                && context.getRegistry().lookupByName(context.resolvePropertyPlaceholders(definition.getRef())) == bean;
    }

    private ClusterSnapshot checked(BeanDefinition definition, ClusterSnapshot snapshot) {
        try {
            return apply(
                    context.resolvePropertyPlaceholders(Objects.requireNonNullElse(definition.getMethod(), "")),
                    snapshot);
        } catch (ReshapeException e) {
            throw new ReshapeException(place(definition) + e.getMessage());
        }
    }

    private ClusterSnapshot apply(String method, ClusterSnapshot snapshot) {
        Vocabulary word = Vocabulary.of(StringHelper.before(method, "(", method).strip());
        String inside = StringHelper.betweenOuterPair(method, '(', ')');
        if (method.contains("(") && (inside == null || inside.isBlank())) {
            throw new ReshapeException("'" + method + "' is not how a step is written, expected " + word.form());
        }
        List<String> arguments =
                inside == null ? List.of() : Arrays.asList(StringQuoteHelper.splitSafeQuote(inside, ',', true, false));
        if (inside != null && inside.contains("${")) {
            word.checkNumber(arguments);
            return snapshot;
        }
        return bean.step(word.method(), arguments).apply(snapshot);
    }

    /** {@code file:line: } as far as the context was told to remember it. */
    private static String place(NamedNode node) {
        String location = node.getLocation();
        if (location == null) {
            return "";
        }
        String file = location.substring(location.lastIndexOf('/') + 1);
        return file + (node.getLineNumber() > 0 ? ":" + node.getLineNumber() : "") + ": ";
    }
}
