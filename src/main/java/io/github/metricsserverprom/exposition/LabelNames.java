// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The label names of a family, rendered once, so that many label sets can be made of them at the cost of their values.
 * Immutable.
 */
public final class LabelNames {
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final List<String> names;

    /** What goes before each value: <code>{first="</code>, then <code>",second="</code>. */
    private final byte[][] prefixes;

    private final int prefixBytes;

    private LabelNames(List<String> names) {
        this.names = List.copyOf(names);
        this.prefixes = new byte[names.size()][];
        int bytes = 0;
        for (int i = 0; i < prefixes.length; i++) {
            prefixes[i] = prefix(i == 0 ? "{" : "\",", check(names.get(i)));
            bytes += prefixes[i].length;
        }
        this.prefixBytes = bytes;
    }

    /**
     * Label names in the order of the page.
     *
     * @throws IllegalArgumentException if a name is not valid or stands there twice
     */
    public static LabelNames of(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (names.indexOf(names.get(i)) != i) {
                throw new IllegalArgumentException("label name " + names.get(i) + " stands twice in " + names);
            }
        }
        return new LabelNames(names);
    }

    /** {@link #of(List)} of the names given. */
    public static LabelNames of(String... names) {
        return of(List.of(names));
    }

    /** The names in their order. */
    public List<String> names() {
        return names;
    }

    /**
     * Renders a label set.
     *
     * @param values one per name, in the same order; null stands for the empty value
     * @throws IllegalArgumentException if there are more or fewer values than names
     */
    public LabelSet values(String... values) {
        if (values.length != prefixes.length) {
            throw new IllegalArgumentException(values.length + " values for the labels " + names);
        }
        if (values.length == 0) {
            return LabelSet.EMPTY;
        }
        byte[] plain = plain(values);
        return new LabelSet(plain != null ? plain : escaped(values));
    }

    /** Nearly all values are ASCII without anything to escape: one pass is enough for these. Null if one is not. */
    private byte[] plain(String[] values) {
        int length = prefixBytes + 2;
        for (String value : values) {
            length += value == null ? 0 : value.length();
        }
        byte[] rendered = new byte[length];
        int end = 0;
        for (int i = 0; i < values.length && end >= 0; i++) {
            end = LabelValue.appendPlain(values[i], rendered, appendPrefix(i, rendered, end));
        }
        return end < 0 ? null : closed(rendered);
    }

    private byte[] escaped(String[] values) {
        int length = prefixBytes + 2;
        for (String value : values) {
            length += LabelValue.length(value);
        }
        byte[] rendered = new byte[length];
        int end = 0;
        for (int i = 0; i < values.length; i++) {
            end = LabelValue.append(values[i], rendered, appendPrefix(i, rendered, end));
        }
        return closed(rendered);
    }

    private int appendPrefix(int index, byte[] rendered, int position) {
        byte[] prefix = prefixes[index];
        System.arraycopy(prefix, 0, rendered, position, prefix.length);
        return position + prefix.length;
    }

    private static byte[] closed(byte[] rendered) {
        rendered[rendered.length - 2] = '"';
        rendered[rendered.length - 1] = '}';
        return rendered;
    }

    /** The bytes that open a label: the separator, the name, an equals sign and the opening quote. */
    static byte[] prefix(String separator, String name) {
        return (separator + name + "=\"").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Checks a label name and returns it.
     *
     * @throws IllegalArgumentException if it is not valid
     */
    static String check(String name) {
        if (!LABEL_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "label name \"" + name + "\" is not valid, expected letters, digits and _, not a digit first");
        }
        if (name.startsWith("__")) {
            throw new IllegalArgumentException(
                    "label name " + name + " is not valid: names with __ are Prometheus' own");
        }
        return name;
    }
}
