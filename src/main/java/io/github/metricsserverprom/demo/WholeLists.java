// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Remembers the compressed form of the last long list that was sent whole: clients that list all pods again and again
 * should not make the demo cluster compress again what has not changed. Thread-safe.
 */
final class WholeLists {
    private final AtomicReference<Remembered> last = new AtomicReference<>();

    private record Remembered(String key, List<Buffer> compressed) {}

    /** @param key two lists with the same key have the same content */
    Body of(String key, Body list) {
        return new Body() {
            @Override
            public long length() {
                return list.length();
            }

            @Override
            public Iterator<Buffer> parts() {
                return list.parts();
            }

            @Override
            public Iterator<Buffer> compressedParts() {
                Remembered remembered = last.get();
                return remembered != null && remembered.key.equals(key)
                        ? remembered.compressed.iterator()
                        : new Remembering(key, list.compressedParts());
            }

            @Override
            public boolean expensive() {
                return list.expensive();
            }
        };
    }

    /** Keeps what passes by, and remembers it once all of it has. */
    private final class Remembering implements Iterator<Buffer> {
        private final String key;
        private final Iterator<Buffer> parts;
        private final List<Buffer> passed = new ArrayList<>();

        Remembering(String key, Iterator<Buffer> parts) {
            this.key = key;
            this.parts = parts;
        }

        @Override
        public boolean hasNext() {
            return parts.hasNext();
        }

        @Override
        public Buffer next() {
            Buffer part = parts.next();
            passed.add(part);
            if (!parts.hasNext()) {
                last.set(new Remembered(key, List.copyOf(passed)));
            }
            return part;
        }
    }
}
