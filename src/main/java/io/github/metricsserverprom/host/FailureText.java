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

    /** {@code file:line: } without the folder, as checks of steps begin. */
    private static final Pattern OWN_PLACE =
            Pattern.compile("[^/\\s]+" + Pattern.quote(RouteFiles.SUFFIX) + "(:\\d+)?: .*");

    private static final Pattern QUOTED = Pattern.compile("'([^']+)'");

    /** What Java says of its own mistakes. */
    private static final Pattern INTERNALS = Pattern.compile(
            "Cannot invoke \"|fails with \\w+(Exception|Error)|The endpoint URI must be set|because \".*\" is null|cannot be cast to|out of bounds|@[0-9a-f]{5,8}\\b");

    private FailureText() {}

    /** The findings of a failure, each {@code file:line: message} where the place is known. */
    static List<String> findings(Throwable failure, CamelContext context, Sources sources) {
        List<Throwable> chain = chain(failure);
        YamlFiles yaml = sources.yaml();
        for (Throwable link : chain) {
            if (link instanceof RoutesException known) {
                return known.findings();
            }
        }
        Optional<String> shape = ShapeText.explain(chain, yaml);
        if (shape.isPresent()) {
            return List.of(shape.get());
        }
        for (Throwable link : chain) {
            if (link instanceof MarkedYamlEngineException marked) {
                return List.of(new FieldText(yaml).finding(marked));
            }
        }
        FailurePlace place = place(chain, new StepPlace(context, yaml), yaml);
        return List.of(new NameText(context, sources)
                .explain(chain, place.scope())
                .or(() -> new OptionText(context, sources).explain(chain, place.scope()))
                .or(() -> new UriText(place).explain(chain))
                .or(() -> new ExpressionText(place).explain(chain))
                .or(() -> new StepText(place).explain(chain))
                .orElseGet(() -> placed(place.text(), deepest(failure), sources)));
    }

    /** A check of a step names the place of the step itself, though not the folder, which is better than that of its route. */
    private static String placed(String place, String message, Sources sources) {
        Matcher own = OWN_PLACE.matcher(message);
        if (own.matches()) {
            return sources.files().folder().resolve(message).toString();
        }
        if (INTERNALS.matcher(message).find()) {
            Optional<String> shape = ShapeText.anywhere(sources.yaml());
            if (shape.isPresent()) {
                return shape.get();
            }
            Optional<YamlEntry> optional = sources.yaml()
                    .find(
                            YamlScope.ALL,
                            entry -> entry.mentions("{{?") && !entry.owner().equals("parameters"));
            if (optional.isPresent()) {
                return optional.get().place() + optional.get().key() + " is '"
                        + optional.get().value() + "', which may stand for nothing; leave out the question mark";
            }
            return (place.isEmpty() ? sources.files().folder() + ": " : place)
                    + "this cannot be used, and Camel does not say why; look for keys without a value, and for"
                    + " placeholders that stand for nothing";
        }
        return (place.isEmpty() ? guessed(message, sources) : place) + message;
    }

    /** The place of a failure that names none: where its first quoted word stands, or that of the setting that it begins with. */
    private static String guessed(String message, Sources sources) {
        Matcher quoted = QUOTED.matcher(message);
        String word = quoted.find() ? quoted.group(1) : "\n";
        YamlFiles yaml = sources.yaml();
        return yaml.find(YamlScope.ALL, entry -> entry.hasValue(word))
                .or(() -> yaml.find(YamlScope.ALL, entry -> entry.mentions(word)))
                .map(YamlEntry::place)
                .orElseGet(() -> {
                    String setting = sources.settings().place(message.replaceFirst(" .*", ""));
                    return setting.isEmpty() ? sources.files().folder() + ": " : setting;
                });
    }

    private static FailurePlace place(List<Throwable> chain, StepPlace step, YamlFiles yaml) {
        FailurePlace file = new FailurePlace(yaml, YamlScope.ALL, "");
        for (Throwable link : chain) {
            if (link instanceof FailedToCreateRouteException route) {
                return new FailurePlace(yaml, step.route(route), step.of(route));
            }
            Optional<String> bean = beanName(link);
            if (bean.isPresent()) {
                YamlScope scope = yaml.bean(bean.get());
                return new FailurePlace(yaml, scope, scope.place() + "bean " + bean.get() + ": ");
            }
            if (link instanceof FileFailure whole) {
                YamlScope scope = new YamlScope(whole.file(), 1, Integer.MAX_VALUE);
                file = new FailurePlace(yaml, scope, scope.place());
            }
        }
        return file;
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
