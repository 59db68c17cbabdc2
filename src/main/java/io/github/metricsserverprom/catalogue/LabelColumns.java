// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Names for Kubernetes labels as Prometheus labels, in kube-state-metrics' way ({@code internal/store/utils.go} there):
 * {@code label_} and the key, with everything that is not a letter, a digit or an underscore replaced by an underscore, in
 * snake case: {@code app.kubernetes.io/name} is {@code label_app_kubernetes_io_name}, {@code nodePool} is
 * {@code label_node_pool}.
 *
 * <p>Keys that come out alike are told apart by {@code _conflict1}, {@code _conflict2} and so on, in byte order of the
 * keys. Where such a name belongs to another key already, which kube-state-metrics does not check, the next number is
 * taken, so that names are always distinct.
 */
public final class LabelColumns {
    private static final String PREFIX = "label_";
    private static final Pattern INVALID = Pattern.compile("[^a-zA-Z0-9_]");
    private static final Pattern WORD_START = Pattern.compile("([a-z0-9])([A-Z])");

    private LabelColumns() {}

    /**
     * The Prometheus label name of each key. The keys decide about conflicts together, so names only stay the same while
     * the keys do: pass the allow list once rather than the labels of each object.
     *
     * @param keys Kubernetes label keys
     * @return names by key, in the order of the keys' bytes
     */
    public static Map<String, String> names(Collection<String> keys) {
        Map<String, List<String>> keysByName = new TreeMap<>();
        for (String key : new TreeSet<>(keys)) {
            keysByName.computeIfAbsent(name(key), name -> new ArrayList<>()).add(key);
        }
        Map<String, String> names = new TreeMap<>();
        TreeSet<String> taken = new TreeSet<>(keysByName.keySet());
        keysByName.forEach((name, sharers) -> {
            int number = 1;
            for (String key : sharers) {
                String own = name;
                while (sharers.size() > 1 && (own.equals(name) || !taken.add(own))) {
                    own = name + "_conflict" + number++;
                }
                names.put(key, own);
            }
        });
        return Collections.unmodifiableMap(names);
    }

    private static String name(String key) {
        String valid = INVALID.matcher(key).replaceAll("_");
        return PREFIX + WORD_START.matcher(valid).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
    }
}
