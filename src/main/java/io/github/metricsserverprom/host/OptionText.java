// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.support.PluginHelper;

/** Explains options of endpoints, beans and steps that do not exist or have a value of the wrong kind, and placeholders. */
final class OptionText {

    private static final Pattern UNKNOWN_PARAMETERS =
            Pattern.compile(".*Unknown parameters=\\[\\{(.*)}].*", Pattern.DOTALL);
    private static final Pattern PLACEHOLDER =
            Pattern.compile("Property with key \\[(.*?)] not found in properties from text: .*", Pattern.DOTALL);
    private static final Pattern PARSING =
            Pattern.compile("Error parsing \\[(.*)] as an? ([\\w.]+)\\.", Pattern.DOTALL);
    private static final Pattern NO_PROPERTY =
            Pattern.compile("Cannot find getter method: .* when binding property: (.*)", Pattern.DOTALL);
    private static final Pattern COMPONENT_KEY =
            Pattern.compile("Error configuring property: (\\S+) because cannot find (\\w+) with name (\\S+)\\. .*");

    private final CamelContext context;
    private final Sources sources;

    OptionText(CamelContext context, Sources sources) {
        this.context = context;
        this.sources = sources;
    }

    /** The finding of the first link that is about an option; empty when none is. */
    Optional<String> explain(List<Throwable> chain, YamlScope scope) {
        for (Throwable link : chain) {
            String finding = explain(link, scope, chain.get(chain.size() - 1));
            if (finding != null) {
                return Optional.of(finding);
            }
        }
        return Optional.empty();
    }

    private String explain(Throwable link, YamlScope scope, Throwable root) {
        String message = String.valueOf(link.getMessage());
        if (link instanceof PropertyBindingException binding) {
            return binding(binding, scope, root);
        }
        Matcher unknown = UNKNOWN_PARAMETERS.matcher(message);
        if (link instanceof ResolveEndpointFailedException endpoint && unknown.matches()) {
            return parameter(endpoint.getUri(), unknown.group(1), scope);
        }
        Matcher placeholder = PLACEHOLDER.matcher(message);
        if (placeholder.matches()) {
            return placeholder(placeholder.group(1), scope);
        }
        Matcher parsing = PARSING.matcher(message);
        if (parsing.matches()) {
            return parsing(parsing.group(1), parsing.group(2), scope);
        }
        Matcher property = NO_PROPERTY.matcher(message);
        if (property.matches()) {
            String name = property.group(1);
            return place(scope, entry -> entry.isKey(name)) + "unknown property " + name
                    + (name.contains(".") ? "; write the name of a property of the bean, without a dot" : "");
        }
        Matcher component = COMPONENT_KEY.matcher(message);
        return component.matches()
                ? sources.settings().place(component.group(1)) + component.group(1) + ": there is no "
                        + component.group(2) + " named " + component.group(3)
                : null;
    }

    private String parameter(String uri, String parameters, YamlScope scope) {
        String name = parameters.replaceFirst("=.*", "");
        String scheme = uri.substring(0, uri.indexOf(':'));
        return place(scope, entry -> entry.isKey(name) || entry.mentions(name + "=")) + "unknown option " + name
                + " of " + scheme + Suggestion.of(name, options(scheme, uri));
    }

    private Set<String> options(String scheme, String uri) {
        EndpointUriFactory factory = context.getCamelContextExtension().getEndpointUriFactory(scheme);
        if (factory != null) {
            return factory.propertyNames();
        }
        // A component without generated classes: the setters of its endpoint are its options.
        String bare = uri.replaceFirst("\\?.*", "");
        Endpoint endpoint = context.hasEndpoint(bare);
        return endpoint == null ? setters(context.getEndpoint(bare).getClass()) : setters(endpoint.getClass());
    }

    private Set<String> setters(Class<?> type) {
        return Arrays.stream(PluginHelper.getBeanIntrospection(context).cacheClass(type).methods)
                .filter(method -> method != null && Boolean.TRUE.equals(method.isSetter))
                .map(method -> method.getterOrSetterShorthandName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String binding(PropertyBindingException failure, YamlScope scope, Throwable root) {
        String name = failure.getPropertyName();
        Object target = failure.getTarget();
        if (failure.getOptionPrefix() != null && failure.getOptionKey() != null) {
            return CamelKeys.binding(failure, sources.settings(), setters(target.getClass()));
        }
        if (name == null || target == null) {
            return null;
        }
        String place = place(scope, entry -> entry.isKey(name) || entry.mentions(name + "="));
        Optional<BeanIntrospection.MethodInfo> setter = Arrays.stream(
                        PluginHelper.getBeanIntrospection(context).cacheClass(target.getClass()).methods)
                .filter(method -> method != null && Boolean.TRUE.equals(method.isSetter))
                .filter(method -> name.equals(method.getterOrSetterShorthandName))
                .findFirst();
        if (setter.isEmpty()) {
            return place + "unknown property " + name + Suggestion.of(name, setters(target.getClass()));
        }
        Class<?> type = setter.get().method.getParameterTypes()[0];
        String expected = expected(type);
        String said = FailureText.oneLine(root.getMessage());
        if (said.startsWith(name + " is '")) {
            return place + said;
        }
        String reason = expected.isEmpty() || type == String.class ? ": " + said : ", expected " + expected;
        return place + name + " is '" + failure.getValue() + "'" + reason;
    }

    private String placeholder(String key, YamlScope scope) {
        if (key.isBlank()) {
            return place(scope, entry -> entry.mentions("{{")) + "a placeholder names no property, expected one such as"
                    + " {{exporter.timeout}}";
        }
        return place(scope, entry -> entry.mentions("{{" + key)) + "there is no property " + key + " for {{" + key
                + "}}" + Suggestion.of(key, sources.settings().asProperties().stringPropertyNames());
    }

    private String parsing(String value, String type, YamlScope scope) {
        Optional<YamlEntry> entry = sources.yaml().findNear(scope, found -> found.hasValue(value));
        String name = entry.map(YamlEntry::key).orElse("a value");
        String expected = type.endsWith("Boolean")
                ? "true or false"
                : type.endsWith("Integer") || type.endsWith("Long") ? "a whole number" : words(entry, type);
        return entry.map(YamlEntry::place).orElse(scope.place()) + name + " is '" + value + "', expected " + expected;
    }

    private static String words(Optional<YamlEntry> entry, String type) {
        String words = entry.map(found -> String.join(", ", DslSchema.load().words(found.inside())))
                .orElse("");
        return words.isEmpty() ? "one of the words of " + type.substring(type.lastIndexOf('.') + 1) : words;
    }

    private static String expected(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number";
        }
        if (type == long.class || type == Long.class) {
            return "a whole number, or a time such as 10s where it is one";
        }
        if (type == Duration.class) {
            return "a time such as 500ms, 10s or 1m";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
        }
        return "";
    }

    private String place(YamlScope scope, Predicate<YamlEntry> wanted) {
        return sources.yaml().placeNear(scope, wanted);
    }
}
