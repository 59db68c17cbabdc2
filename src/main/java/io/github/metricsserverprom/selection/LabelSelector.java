// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.selection;

import java.util.List;

/**
 * A label selector in Kubernetes' syntax: {@code app=web}, {@code tier!=db}, {@code team in (a,b)},
 * {@code stage notin (test)}, {@code canary}, {@code !canary}, {@code generation>3}, joined by commas, all of which must
 * hold. Two selectors that differ only in blanks or order are equal. Immutable.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors">Labels and
 *     selectors</a>
 */
public final class LabelSelector {

    /** Selects everything. */
    public static final LabelSelector ALL = new LabelSelector("");

    private final String text;

    private LabelSelector(String text) {
        this.text = text;
    }

    /**
     * From a text; null and blank select everything.
     *
     * @throws IllegalArgumentException naming the part that is wrong and what was expected in its place
     */
    public static LabelSelector parse(String text) {
        if (text == null || text.isBlank()) {
            return ALL;
        }
        List<String> requirements = new LabelSelectorParser(text).requirements();
        return new LabelSelector(
                String.join(",", requirements.stream().sorted().distinct().toList()));
    }

    /** Whether it selects everything. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelSelector selector && selector.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The selector as an API server understands it, not encoded for a URL; empty when it selects everything. */
    @Override
    public String toString() {
        return text;
    }
}
