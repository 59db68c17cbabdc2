// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.buffer.Buffer;
import java.util.Iterator;

/**
 * A list that is right as far as it goes, and goes on for as long as somebody reads.
 *
 * @param kind of the list
 */
record EndlessBody(String kind) implements Body {

    @Override
    public long length() {
        return -1;
    }

    @Override
    public boolean expensive() {
        return false;
    }

    @Override
    public Iterator<Buffer> parts() {
        return new Parts(ListBody.head(kind, "metrics.k8s.io/v1beta1", ""));
    }

    private static final class Parts implements Iterator<Buffer> {
        private final ByteSink out = new ByteSink(PART + 1024);
        private byte[] next;

        Parts(byte[] head) {
            next = head;
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Buffer next() {
            Buffer part = Buffer.buffer(next);
            if (out.length() == 0) {
                writeItems();
            }
            next = out.toBytes();
            return part;
        }

        /** The same items come again and again. */
        private void writeItems() {
            for (int i = 0; out.length() < PART; i++) {
                out.ascii("{\"metadata\":{\"name\":\"endless-" + i + "\",\"namespace\":\"default\"},")
                        .ascii("\"timestamp\":\"2026-01-01T00:00:00Z\",\"window\":\"15s\",\"containers\":[{\"name\":")
                        .ascii("\"app\",\"usage\":{\"cpu\":\"1234567n\",\"memory\":\"12345Ki\"}}]},");
            }
        }
    }
}
