// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Puts what Camel throws at routes that it cannot build into findings for operators. */
final class FailureText {

    private static final int DEEPEST = 30;
    private static final Pattern BEAN = Pattern.compile("Error creating bean: (.+) of type: .*", Pattern.DOTALL);

    private FailureText() {}

    /** The findings of a failure, each {@code file:line: message} where the place is known. */
    static List<String> findings(Throwable failure, CamelContext context, Sources sources) {
        List<Throwable> chain = chain(failure);
        for (Throwable link : chain) {
            if (link instanceof RoutesException known) {
                return known.findings();
            }
            if (link instanceof MarkedYamlEngineException yaml) {
                return List.of(new FieldText(sources.yaml()).finding(yaml));
            }
        }
        StepPlace step = new StepPlace(context, sources.yaml());
        Where where = where(chain, step, sources.yaml());
        return List.of(hollow(chain, sources.yaml())
                .or(() -> new NameText(context, sources).explain(chain, where.scope()))
                .or(() -> new OptionText(context, sources).explain(chain, where.scope()))
                .orElseGet(() -> placed(where.place(), deepest(failure))));
    }

    /** Of an element that has parts and is written without them Camel says nothing at all. */
    private static Optional<String> hollow(List<Throwable> chain, YamlFiles yaml) {
        if (!(chain.get(chain.size() - 1) instanceof UnsupportedOperationException)) {
            return Optional.empty();
        }
        return yaml.find(YamlScope.ALL, entry -> entry.isElement() && entry.hasValue(""))
                .or(() -> yaml.find(
                        YamlScope.ALL,
                        entry -> entry.isElement() && entry.path().size() == 1 && entry.value() != null))
                .map(entry ->
                        entry.place() + entry.key() + " has no parts; write them below it, indented, or delete it");
    }

    /** A check of a step names the place of the step itself, which is better than that of its route. */
    private static String placed(String place, String message) {
        return message.contains(RouteFiles.SUFFIX + ":") ? message : place + message;
    }

    /** What part of the files a failure is about, and the line to name when nothing better is known. */
    private record Where(YamlScope scope, String place) {}

    private static Where where(List<Throwable> chain, StepPlace step, YamlFiles yaml) {
        for (Throwable link : chain) {
            if (link instanceof FailedToCreateRouteException route) {
                return new Where(step.route(route), step.of(route));
            }
            Optional<String> bean = beanName(link);
            if (bean.isPresent()) {
                YamlScope scope = yaml.bean(bean.get());
                return new Where(scope, scope.place() + "bean " + bean.get() + ": ");
            }
        }
        return new Where(YamlScope.ALL, "");
    }

    private static Optional<String> beanName(Throwable link) {
        Matcher bean = BEAN.matcher(String.valueOf(link.getMessage()));
        return bean.matches() ? Optional.of(bean.group(1)) : Optional.empty();
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = failure; t != null && chain.size() < DEEPEST; t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }

    /** The message of the innermost cause, on one line. */
    static String deepest(Throwable failure) {
        List<Throwable> chain = chain(failure);
        Throwable root = chain.get(chain.size() - 1);
        return root.getMessage() == null ? "fails with " + root.getClass().getSimpleName() : oneLine(root.getMessage());
    }

    static String oneLine(String text) {
        return text == null ? "" : text.replaceAll("\\s+", " ").strip();
    }
}
