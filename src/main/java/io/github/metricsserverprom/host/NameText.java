// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.component.bean.MethodNotFoundException;

/** Explains names in routes that lead nowhere: of beans, their classes and methods, and of components. */
final class NameText {

    /** How the finding about the name of a bean begins, behind its place; the name follows. */
    static final String NO_BEAN = "no bean is named ";

    private static final String COMPONENTS = "META-INF/services/org/apache/camel/component.properties";
    private static final Pattern REFERENCE = Pattern.compile(
            "Cannot find (?:AggregationStrategy in Registry with name|expression or predicate in registry with ref): (.*)"
                    + "|ExecutorServiceRef (.*) not found in registry .*",
            Pattern.DOTALL);
    private static final Pattern NO_METHOD =
            Pattern.compile("((?:[\\w$]+\\.)+[\\w$]+)\\.([^()]*)\\(.*\\)", Pattern.DOTALL);

    /** Keys whose values are names of beans. */
    private static final Set<String> REFERENCES = Set.of("ref", "aggregationStrategy", "executorService");

    private final CamelContext context;
    private final Sources sources;

    NameText(CamelContext context, Sources sources) {
        this.context = context;
        this.sources = sources;
    }

    /** The finding of the first link that is about a name; empty when none is. */
    Optional<String> explain(List<Throwable> chain, YamlScope scope) {
        for (Throwable link : chain) {
            String finding = explain(link, scope);
            if (finding != null) {
                return Optional.of(finding);
            }
        }
        return Optional.empty();
    }

    private String explain(Throwable link, YamlScope scope) {
        if (link instanceof NoSuchBeanException bean) {
            return bean(bean.getName(), scope);
        }
        if (link instanceof MethodNotFoundException method) {
            return method(method, scope);
        }
        if (link instanceof NoSuchEndpointException endpoint) {
            return component(endpoint.getUri(), scope);
        }
        if (link instanceof ClassNotFoundException && link.getMessage() != null) {
            return className(link.getMessage(), scope);
        }
        if (link instanceof NoClassDefFoundError && link.getMessage() != null) {
            return className(link.getMessage().replaceFirst(" \\(.*", "").replace('/', '.'), scope);
        }
        Matcher factory = NO_METHOD.matcher(String.valueOf(link.getMessage()));
        if (link instanceof IllegalAccessException
                || link instanceof InstantiationException
                || link instanceof NoSuchMethodException
                        && factory.matches()
                        && factory.group(2).equals("<init>")) {
            return place(scope, entry -> entry.isKey("type"))
                    + "type is a class that cannot be created without arguments;"
                    + " name another one, or the method that creates it with factoryMethod";
        }
        if (link instanceof NoSuchMethodException && factory.matches()) {
            return place(scope, entry -> entry.isKey("factoryMethod")) + "factoryMethod is '" + factory.group(2)
                    + "', but " + factory.group(1) + " has no such method without parameters";
        }
        Matcher reference = REFERENCE.matcher(String.valueOf(link.getMessage()));
        return reference.matches()
                ? bean(reference.group(1) == null ? reference.group(2) : reference.group(1), scope)
                : null;
    }

    private String bean(String name, YamlScope scope) {
        if (name == null || name.isBlank()) {
            return place(scope, entry -> entry.hasValue("") && REFERENCES.contains(entry.key()))
                    + "the name of a bean is empty"
                    + Suggestion.of("", sources.yaml().beanNames());
        }
        return place(
                        scope,
                        entry -> entry.hasValue(name) || entry.hasValue("#" + name) || entry.hasValue("#bean:" + name))
                + NO_BEAN
                + name
                + Suggestion.of(name, sources.yaml().beanNames());
    }

    private String method(MethodNotFoundException failure, YamlScope scope) {
        String name = failure.getMethodName();
        Set<String> known = new TreeSet<>();
        if (failure.getBean() != null) {
            for (Method method : failure.getBean().getClass().getMethods()) {
                if (method.getDeclaringClass() == failure.getBean().getClass()
                        && !method.getName().matches("(get|set|is)[A-Z].*|equals|hashCode|toString")) {
                    known.add(method.getName());
                }
            }
        }
        return place(scope, entry -> entry.mentions(name) && entry.isKey("method") || entry.mentions("method=" + name))
                + (name.isBlank()
                        ? "the name of the method is empty"
                        : "the bean has no method " + name
                                + (known.isEmpty() ? ", nor any other to call; look at its type" : ""))
                + Suggestion.of(name, known);
    }

    private String component(String uri, YamlScope scope) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? uri.replaceFirst("\\?.*", "") : uri.substring(0, colon);
        return place(
                        scope,
                        entry -> entry.value() != null
                                && (entry.value().startsWith(scheme + ":") || entry.hasValue(scheme)))
                + "unknown component " + scheme + Suggestion.of(scheme, components());
    }

    /** The components on the class path, as Camel's own jars list them, and those of this jar. */
    private Set<String> components() {
        Set<String> names = new TreeSet<>(Set.of("kubernetes-metrics"));
        names.addAll(context.getComponentNames());
        try {
            for (URL list : Collections.list(NameText.class.getClassLoader().getResources(COMPONENTS))) {
                Properties properties = new Properties();
                try (InputStream text = list.openStream()) {
                    properties.load(text);
                }
                names.addAll(List.of(properties.getProperty("components", "").split(" ")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list Camel's components", e);
        }
        return names;
    }

    private String className(String name, YamlScope scope) {
        if (name.isBlank()) {
            return place(
                            scope,
                            entry -> entry.value() != null
                                    && entry.value().isBlank()
                                    && (entry.isKey("type") || entry.owner().equals("exception")))
                    + "the name of a class is empty, expected one such as java.lang.Exception";
        }
        String place = place(scope, entry -> entry.mentions(name));
        return (place.isEmpty() ? propertyPlace(name) : place) + "there is no class " + name
                + Suggestion.guess(name, shippedClasses());
    }

    private String propertyPlace(String value) {
        Properties all = sources.settings().asProperties();
        return all.stringPropertyNames().stream()
                .filter(key -> all.getProperty(key).contains(value))
                .map(sources.settings()::place)
                .findFirst()
                .orElse("");
    }

    /** The classes that the shipped routes name: of beans and exceptions. */
    private static Set<String> shippedClasses() {
        Set<String> names = new TreeSet<>(Set.of("java.lang.Exception"));
        for (String file : new String[] {"/routes/beans.camel.yaml", "/routes/failures.camel.yaml"}) {
            try (InputStream shipped = NameText.class.getResourceAsStream(file)) {
                if (shipped != null) {
                    String text = new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
                    YamlFile.parse(file, text).entries().stream()
                            .filter(entry ->
                                    entry.value() != null && entry.value().matches("[a-z.]+[A-Z]\\w+"))
                            .forEach(entry -> names.add(entry.value()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file + " of the jar", e);
            }
        }
        return names;
    }

    private String place(YamlScope scope, Predicate<YamlEntry> wanted) {
        return sources.yaml().placeNear(scope, wanted);
    }
}
