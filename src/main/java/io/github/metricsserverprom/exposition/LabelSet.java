// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The labels of a sample as they stand on the page, escaped and encoded, such as <code>{namespace="a",pod="b"}</code>;
 * nothing at all if there are none. Both formats write them alike, so one label set serves both, and every page until a
 * value changes. Made by {@link LabelNames#values}. Immutable.
 */
public final class LabelSet {
    /** No labels. */
    public static final LabelSet EMPTY = new LabelSet(new byte[0]);

    private final byte[] rendered;

    LabelSet(byte[] rendered) {
        this.rendered = rendered;
    }

    /**
     * This label set with one more label at its end. The caller sees to it that the name is not in the set already.
     *
     * @param value null stands for the empty value
     * @throws IllegalArgumentException if the name is not a label name
     */
    public LabelSet with(String name, String value) {
        byte[] prefix = LabelNames.prefix(rendered.length == 0 ? "{" : ",", LabelNames.check(name));
        int kept = Math.max(0, rendered.length - 1);
        byte[] extended = Arrays.copyOf(rendered, kept + prefix.length + LabelValue.length(value) + 2);
        System.arraycopy(prefix, 0, extended, kept, prefix.length);
        int end = LabelValue.append(value, extended, kept + prefix.length);
        extended[end++] = '"';
        extended[end] = '}';
        return new LabelSet(extended);
    }

    /** The number of bytes on the page. */
    public int length() {
        return rendered.length;
    }

    /** Copies the bytes to the page; returns the position behind them. */
    int appendTo(byte[] buffer, int position) {
        System.arraycopy(rendered, 0, buffer, position, rendered.length);
        return position + rendered.length;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof LabelSet other && Arrays.equals(rendered, other.rendered);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rendered);
    }

    /** The text on the page. */
    @Override
    public String toString() {
        return new String(rendered, StandardCharsets.UTF_8);
    }
}
