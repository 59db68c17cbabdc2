// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * JSON with holes: fixed byte runs with slots between them, read from a {@code .template} resource of this package.
 *
 * <p>The resource is JSON with white space to please readers (it is dropped), {@code ${slot}} where a value goes, and
 * directives on lines of their own: {@code @include name}, and {@code @if a|b} or {@code @if !a|b} up to {@code @end}
 * for lines that need one (none) of these traits. Immutable and thread-safe.
 *
 * @param <S> the slots; {@code ${podIp}} names the constant {@code POD_IP}
 */
final class JsonTemplate<S extends Enum<S>> {
    private final List<byte[]> runs = new ArrayList<>();
    private final List<S> slots = new ArrayList<>();

    /** Writes the value of a slot for one item. */
    @FunctionalInterface
    interface SlotWriter<S, T> {
        void write(S slot, T item, ByteSink out);
    }

    private JsonTemplate() {}

    static <S extends Enum<S>> JsonTemplate<S> load(String name, Set<String> traits, Class<S> slotType) {
        StringBuilder text = new StringBuilder();
        collect(name, traits, text);
        JsonTemplate<S> template = new JsonTemplate<>();
        template.split(compact(text), slotType);
        return template;
    }

    /** Writes the JSON of one item. */
    <T> void render(T item, SlotWriter<? super S, ? super T> writer, ByteSink out) {
        int last = slots.size();
        for (int i = 0; i < last; i++) {
            out.bytes(runs.get(i));
            writer.write(slots.get(i), item, out);
        }
        out.bytes(runs.get(last));
    }

    private void split(String text, Class<S> slotType) {
        int from = 0;
        for (int hole = text.indexOf("${"); hole >= 0; hole = text.indexOf("${", from)) {
            int end = text.indexOf('}', hole);
            runs.add(text.substring(from, hole).getBytes(StandardCharsets.US_ASCII));
            slots.add(Enum.valueOf(slotType, constantName(text.substring(hole + 2, end))));
            from = end + 1;
        }
        runs.add(text.substring(from).getBytes(StandardCharsets.US_ASCII));
    }

    private static String constantName(String slot) {
        return slot.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    private static void collect(String name, Set<String> traits, StringBuilder into) {
        Deque<Boolean> open = new ArrayDeque<>();
        for (String line : resource(name + ".template").split("\n")) {
            boolean visible = !open.contains(false);
            if (line.startsWith("@if ")) {
                open.push(holds(line.substring(4), traits));
            } else if (line.equals("@end")) {
                open.pop();
            } else if (visible && line.startsWith("@include ")) {
                collect(line.substring(9), traits, into);
            } else if (visible) {
                into.append(line).append('\n');
            }
        }
    }

    private static boolean holds(String condition, Set<String> traits) {
        boolean negated = condition.startsWith("!");
        boolean any = false;
        for (String trait : condition.substring(negated ? 1 : 0).split("\\|")) {
            any |= traits.contains(trait);
        }
        return any != negated;
    }

    /** Drops white space outside of strings. */
    private static String compact(CharSequence json) {
        StringBuilder text = new StringBuilder(json.length());
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"' && (i == 0 || json.charAt(i - 1) != '\\')) {
                inString = !inString;
            }
            if (inString || !Character.isWhitespace(c)) {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** The text of a resource beside this class. */
    static String resource(String name) {
        try (InputStream in = JsonTemplate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + name + " of the demo cluster is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + name + " of the demo cluster cannot be read", e);
        }
    }
}
