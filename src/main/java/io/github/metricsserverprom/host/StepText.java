// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.host.YamlEntry.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what Camel 4.18.0 says of steps and routes that lack something, or have it twice, into words of the files. */
final class StepText {

    private static final Pattern NO_STEPS = Pattern.compile("Route (.+) has no output processors\\..*", Pattern.DOTALL);
    private static final Pattern NO_CHILDREN =
            Pattern.compile("Definition has no children on (\\w+).*", Pattern.DOTALL);
    private static final Pattern NO_NAME = Pattern.compile("(header|property|variable)Name must be specified.*");
    private static final Pattern NO_EXCEPTION = Pattern.compile("At least one exception must be configured on .*");
    private static final Pattern INCOMPLETE =
            Pattern.compile("Option (\\w+) is required when creating endpoint uri with syntax ([\\w-]+)(:\\S*)");
    private static final Pattern NO_PRODUCER =
            Pattern.compile("Cannot produce to an? \\w+: ([\\w-]+):.*", Pattern.DOTALL);
    private static final Set<String> NO_BEAN =
            Set.of("bean, ref or beanType must be provided", "Expected property is missing: class");
    private static final Pattern TWICE = Pattern.compile(
            ".*Duplicate id detected: (.+)\\. Please correct ids.*|Route configuration already exists with id: (.+)",
            Pattern.DOTALL);
    private static final Pattern NAMELESS_BEAN = Pattern.compile("The bean (name|type) must be set.*");
    private static final Pattern FEATURE = Pattern.compile(
            "(Enable|Disable) feature: (.*) cannot be converted to an accepted enum .*", Pattern.DOTALL);

    private final FailurePlace place;

    /** Prepares for a failure. */
    StepText(FailurePlace place) {
        this.place = place;
    }

    /** The finding of the first link that has one; empty when none has. */
    Optional<String> explain(List<Throwable> chain) {
        for (Throwable link : chain) {
            String finding = explain(String.valueOf(link.getMessage()));
            if (finding != null) {
                return Optional.of(finding);
            }
        }
        return Optional.empty();
    }

    private String explain(String message) {
        Matcher match = NO_STEPS.matcher(message);
        if (match.matches()) {
            return place.scope().place() + "route " + match.group(1)
                    + " has no steps; write them below 'steps:' of its from, for instance '- to: direct:cluster'";
        }
        match = NO_CHILDREN.matcher(message);
        if (match.matches()) {
            String step = match.group(1);
            return place.text() + step.substring(0, 1).toLowerCase(Locale.ROOT) + step.substring(1)
                    + " has no steps; write them below 'steps:', indented, or delete it";
        }
        match = NO_NAME.matcher(message);
        if (match.matches()) {
            return place.text() + "the name of a " + match.group(1)
                    + " is empty; say which one to set, for instance 'name: Content-Type'";
        }
        if (NO_EXCEPTION.matcher(message).matches()) {
            return place.text()
                    + "onException has no exception; list the classes to catch below 'exception:', for instance '-"
                    + " java.lang.Exception'";
        }
        return message.startsWith("OnException[") && message.endsWith("is not configured.") ? idle() : ofNames(message);
    }

    private String ofNames(String message) {
        Matcher match = TWICE.matcher(message);
        if (match.matches()) {
            return twice(match.group(1) == null ? match.group(2) : match.group(1));
        }
        match = NAMELESS_BEAN.matcher(message);
        if (match.matches()) {
            String part = match.group(1);
            return place.of(entry -> entry.owner().equals("beans")
                            && entry.shape() == Shape.TEXT
                            && entry.key().isEmpty())
                    + "a bean has no " + part
                    + "; each one begins with '- name:' and has its type below that";
        }
        match = FEATURE.matcher(message);
        if (match.matches()) {
            String name = match.group(2);
            return place.of(entry -> entry.mentions(name)) + "Jackson has no feature " + name
                    + ", expected the name of a SerializationFeature, DeserializationFeature or MapperFeature";
        }
        if (message.equals("Producer is not supported")) {
            return onlyFrom("platform-http");
        }
        match = NO_PRODUCER.matcher(message);
        if (match.matches()) {
            return onlyFrom(match.group(1));
        }
        match = INCOMPLETE.matcher(message);
        if (match.matches()) {
            String component = match.group(2);
            return place.of(entry -> entry.hasValue(component) || entry.hasValue(component + ":")) + "the uri has no "
                    + match.group(1) + ", expected " + component + match.group(3);
        }
        return NO_BEAN.contains(message)
                ? place.text() + "a step calls no bean; name one, for instance 'ref: reshape'"
                : null;
    }

    private String onlyFrom(String component) {
        return place.of(entry ->
                        entry.mentions(component + ":") && !entry.owner().equals("from")) + component
                + " cannot be called, it can only stand in a from; call a route by a direct: of its own";
    }

    private String idle() {
        Set<List<String>> busy = new HashSet<>();
        place.yaml()
                .entries()
                .filter(entry -> !entry.key().isEmpty() && !entry.isKey("exception") && !entry.isKey("id"))
                .forEach(entry -> busy.add(entry.path()));
        return place.of(entry -> entry.isElement() && entry.isKey("onException") && !busy.contains(entry.inside()))
                + "onException does nothing; write what it is to do below 'handled:' and 'steps:'";
    }

    private String twice(String id) {
        List<YamlEntry> all = place.yaml()
                .entries()
                .filter(entry -> entry.isKey("id") && entry.hasValue(id))
                .toList();
        Set<String> seen = new HashSet<>();
        List<YamlEntry> different =
                all.stream().filter(entry -> seen.add(entry.place())).toList();
        if (different.size() < 2) {
            return place.text() + "duplicate id " + id + "; give one of the two another id";
        }
        YamlEntry first = different.get(0);
        return different.get(1).place() + "duplicate id " + id + ", already used in " + first.file() + ":"
                + first.line() + "; give one of them another id";
    }
}
