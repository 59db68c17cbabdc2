// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A long list that is written while it is sent, so that it never is in memory as a whole.
 *
 * @param <T> the items
 */
final class ListBody<T> implements Body {
    private static final byte[] END = {']', '}', '\n'};

    private final byte[] head;
    private final List<T> items;
    private final ItemWriter<T> writer;

    /** Writes one item as JSON. */
    @FunctionalInterface
    interface ItemWriter<T> {
        void write(T item, ByteSink out);
    }

    /** @param head everything up to the opening bracket of {@code items} */
    ListBody(byte[] head, List<T> items, ItemWriter<T> writer) {
        this.head = head;
        this.items = items;
        this.writer = writer;
    }

    /** The beginning of a list. */
    static byte[] head(String kind, String apiVersion, String metadata) {
        return new ByteSink(128)
                .ascii("{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + apiVersion + "\",\"metadata\":{" + metadata)
                .ascii("},\"items\":[")
                .toBytes();
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public boolean expensive() {
        return true;
    }

    @Override
    public Iterator<Buffer> parts() {
        return new Parts();
    }

    /** The list as a whole, with its length known. Only for lists that may be kept in memory. */
    Body ready() {
        List<Buffer> parts = new ArrayList<>();
        parts().forEachRemaining(parts::add);
        return Body.of(parts);
    }

    private final class Parts implements Iterator<Buffer> {
        private final ByteSink out = new ByteSink(PART + 16 * 1024);
        private int written = -1;

        @Override
        public boolean hasNext() {
            return written < items.size();
        }

        @Override
        public Buffer next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            out.clear();
            if (written < 0) {
                out.bytes(head);
                written = 0;
            }
            while (written < items.size() && out.length() < PART) {
                if (written > 0) {
                    out.ascii(',');
                }
                writer.write(items.get(written++), out);
            }
            if (written == items.size()) {
                out.bytes(END);
            }
            return out.toBuffer();
        }
    }
}
