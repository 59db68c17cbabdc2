// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.ContainerResources;
import io.github.metricsserverprom.model.NamePatterns;
import io.github.metricsserverprom.model.PodUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Steps that keep or drop namespaces, pods, containers or nodes by the patterns of their names. */
final class Selection {

    /** Namespaces and containers are RFC 1123 labels, pods and nodes subdomains, which have dots. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9*-]+");

    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9.*-]+");
    private static final Pattern POD = Pattern.compile("([a-z0-9*-]+/)?[a-z0-9.*-]+");

    private Selection() {}

    static Step namespaces(String patterns, boolean keep) {
        NamePatterns names = patterns(patterns, LABEL, "a namespace has lower case letters, digits and -");
        return snapshot -> snapshot.withPods(filter(snapshot.pods(), new ByNamespace(names, keep)));
    }

    /** Remembers the answer for the last namespace, since pods come sorted. */
    private static final class ByNamespace implements Predicate<PodUsage> {

        private final NamePatterns names;
        private final boolean keep;
        private String last;
        private boolean kept;

        ByNamespace(NamePatterns names, boolean keep) {
            this.names = names;
            this.keep = keep;
        }

        @Override
        public boolean test(PodUsage pod) {
            if (!pod.namespace().equals(last)) {
                last = pod.namespace();
                kept = names.matches(last) == keep;
            }
            return kept;
        }
    }

    static Step pods(String patterns, boolean keep) {
        NamePatterns names = patterns(
                patterns, POD, "a pod has lower case letters, digits, - and ., and may stand as namespace/name");
        boolean qualified = names.entries().stream().anyMatch(entry -> entry.indexOf('/') >= 0);
        return snapshot -> snapshot.withPods(filter(
                snapshot.pods(),
                pod -> (names.matches(pod.name())
                                || qualified && names.matches(pod.key().toString()))
                        == keep));
    }

    static Step containers(String patterns, boolean keep) {
        NamePatterns names = patterns(patterns, LABEL, "a container has lower case letters, digits and -");
        return snapshot -> snapshot.withPods(snapshot.pods().stream()
                .map(pod -> withContainers(pod, name -> names.matches(name) == keep))
                .toList());
    }

    private static PodUsage withContainers(PodUsage pod, Predicate<String> kept) {
        List<ContainerMetrics> containers = filter(pod.containers(), container -> kept.test(container.name()));
        List<ContainerResources> resources = filter(pod.facts().resources(), container -> kept.test(container.name()));
        PodUsage less = containers.size() == pod.containers().size() ? pod : pod.withContainers(containers);
        return resources.size() == pod.facts().resources().size()
                ? less
                : less.withFacts(pod.facts().withResources(resources));
    }

    static Step nodes(String patterns, boolean keep) {
        NamePatterns names = patterns(patterns, SUBDOMAIN, "a node has lower case letters, digits, - and .");
        return snapshot -> snapshot.withNodes(filter(snapshot.nodes(), node -> names.matches(node.name()) == keep));
    }

    private static <T> List<T> filter(List<T> items, Predicate<T> kept) {
        List<T> left = new ArrayList<>();
        for (T item : items) {
            if (kept.test(item)) {
                left.add(item);
            }
        }
        return left;
    }

    private static NamePatterns patterns(String text, Pattern valid, String rule) {
        NamePatterns names = Arguments.patterns(text);
        for (String entry : names.entries()) {
            if (!valid.matcher(entry).matches()) {
                throw new ReshapeException(
                        "'" + entry + "' can match nothing: " + rule + "; * stands for any characters");
            }
        }
        return names;
    }
}
