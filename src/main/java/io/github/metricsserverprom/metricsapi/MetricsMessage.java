// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import io.github.metricsserverprom.apiserver.SharedTexts;
import io.github.metricsserverprom.apiserver.WireReader;
import io.github.metricsserverprom.quantity.Quantity;
import io.github.metricsserverprom.quantity.QuantityFormatException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/**
 * What the two lists of {@code metrics.k8s.io/v1beta1} have in common in protobuf, as {@link MetricsDocument} has it of their
 * JSON. Numbers of fields: k8s.io/metrics/pkg/apis/metrics/v1beta1/generated.proto,
 * k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto and pkg/api/resource/generated.proto. Holds the state of one
 * message's parse; not thread-safe.
 */
abstract class MetricsMessage extends MetricsItem {

    /* NodeMetricsList, PodMetricsList */
    private static final int ITEMS = 2;

    /* NodeMetrics, PodMetrics */
    private static final int METADATA = 1;
    private static final int TIMESTAMP = 2;
    private static final int WINDOW = 3;

    /* ObjectMeta */
    private static final int NAME = 1;
    private static final int NAMESPACE = 3;
    private static final int LABELS = 11;

    /* Entries of maps; also the only field of Duration and of Quantity, and the first of Time */
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private static final int NANOS_OF_SECOND = 1_000_000_000;

    private char[] characters = new char[32];

    /* Of the time of the item at hand. */
    private long seconds;
    private int nanos;

    MetricsMessage(LabelFilter labelFilter, UnreadableValues unreadable, SharedTexts texts) {
        super(labelFilter, unreadable, texts);
    }

    /** Reads the fields of one item. */
    abstract void item(WireReader reader) throws IOException;

    /** Reads the whole list. */
    final void list(WireReader reader) throws IOException {
        while (reader.next()) {
            if (reader.field() == ITEMS) {
                long outer = reader.enter();
                clear();
                seconds = 0;
                nanos = 0;
                item(reader);
                reader.leave(outer);
            } else {
                reader.skip();
            }
        }
    }

    /** Reads the value of a field that nodes and pods share, or passes over it. */
    final void field(WireReader reader) throws IOException {
        switch (reader.field()) {
            case METADATA -> metadata(reader);
            case TIMESTAMP -> timestamp(reader);
            case WINDOW -> window(reader);
            default -> reader.skip();
        }
    }

    private void metadata(WireReader reader) throws IOException {
        long outer = reader.enter();
        while (reader.next()) {
            switch (reader.field()) {
                case NAME -> name(reader.text(probableName()));
                case NAMESPACE -> namespace(reader.text(texts()));
                case LABELS -> label(reader);
                default -> reader.skip();
            }
        }
        reader.leave(outer);
    }

    private void label(WireReader reader) throws IOException {
        if (labelFilter().none()) {
            reader.skip();
            return;
        }
        String key = "";
        String value = "";
        long outer = reader.enter();
        while (reader.next()) {
            switch (reader.field()) {
                case KEY -> key = reader.text();
                case VALUE -> value = reader.text();
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        if (labelFilter().keeps(key)) {
            if (labels().isEmpty()) {
                labels(new LinkedHashMap<>());
            }
            labels().put(key, value);
        }
    }

    /** A {@code Time}, of which nothing is there for the zero time. */
    private void timestamp(WireReader reader) throws IOException {
        boolean any = timestamp() != null;
        long outer = reader.enter();
        while (reader.next()) {
            switch (reader.field()) {
                case KEY -> {
                    seconds = reader.number();
                    any = true;
                }
                case VALUE -> {
                    nanos = (int) reader.number();
                    any = true;
                }
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        timestamp(any ? time() : null);
    }

    private Instant time() {
        try {
            if (nanos >= 0 && nanos < NANOS_OF_SECOND) {
                return Instant.ofEpochSecond(seconds, nanos);
            }
        } catch (DateTimeException e) {
            unreadable("timestamp", Long.toString(seconds), e.getMessage());
            return null;
        }
        unreadable("timestamp", Integer.toString(nanos), "expected 0 to 999999999 nanoseconds");
        return null;
    }

    private void window(WireReader reader) throws IOException {
        long outer = reader.enter();
        while (reader.next()) {
            if (reader.field() == KEY) {
                long length = reader.number();
                if (length < 0) {
                    unreadable("window", length + " ns", "a window is not negative");
                }
                window(length < 0 ? null : Duration.ofNanos(length));
            } else {
                reader.skip();
            }
        }
        reader.leave(outer);
    }

    /** Reads one entry of {@code usage} into {@link #cpu()} or {@link #memory()}. */
    final void usage(WireReader reader) throws IOException {
        String resource = "";
        int length = -1;
        long outer = reader.enter();
        while (reader.next()) {
            switch (reader.field()) {
                case KEY -> resource = reader.text(texts());
                case VALUE -> length = quantityText(reader, length);
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        switch (resource) {
            case "cpu" -> cpu(quantity(length, "cpu"));
            case "memory" -> memory(quantity(length, "memory"));
            default -> {
                // Of other resources nothing is known.
            }
        }
    }

    /** Leaves the text of a quantity in the characters, and gives its length, the one from before for none. */
    private int quantityText(WireReader reader, int before) throws IOException {
        int length = before;
        long outer = reader.enter();
        while (reader.next()) {
            if (reader.field() == KEY) {
                characters = reader.characters(characters);
                length = reader.count();
            } else {
                reader.skip();
            }
        }
        reader.leave(outer);
        return length;
    }

    private Quantity quantity(int length, String field) {
        try {
            return length < 0 ? null : Quantity.parse(characters, 0, length);
        } catch (QuantityFormatException e) {
            invalidQuantity(field, new String(characters, 0, length), e.getMessage());
            return null;
        }
    }
}
