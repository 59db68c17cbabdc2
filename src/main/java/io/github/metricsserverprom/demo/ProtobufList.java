// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Makes the lists of the metrics API protobuf, as a server does for clients that prefer it: fields in the order of their
 * numbers, text where JSON has text, whole seconds in times (k8s.io/metrics/pkg/apis/metrics/v1beta1/generated.proto,
 * k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto). One instance for one list; not thread-safe.
 */
final class ProtobufList {

    static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LENGTH_DELIMITED = 2;

    private final List<Buffer> items = new ArrayList<>();
    private long length;
    private Buffer part = Buffer.buffer();

    private ProtobufList() {}

    /**
     * The list as protobuf.
     *
     * @param json the list as JSON
     */
    static Body of(Body json, DemoTarget target) throws IOException {
        ProtobufList list = new ProtobufList();
        try (JsonParser parser = JSON.createParser(new PartsStream(json.parts()))) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.START_ARRAY && "items".equals(parser.currentName())) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        list.add(item(parser));
                    }
                }
            }
        }
        return list.enveloped(target == DemoTarget.NODE_METRICS ? "NodeMetricsList" : "PodMetricsList");
    }

    private void add(Message item) {
        Message entry = new Message().message(2, item);
        part.appendBuffer(entry.bytes);
        length += entry.bytes.length();
        if (part.length() >= Body.PART) {
            items.add(part);
            part = Buffer.buffer();
        }
    }

    private Body enveloped(String kind) {
        items.add(part);
        Message metadata = new Message().message(1, new Message());
        Message head = new Message();
        head.bytes.appendBytes(MAGIC);
        head.message(1, new Message().text(1, "metrics.k8s.io/v1beta1").text(2, kind));
        head.tag(2).number(metadata.bytes.length() + length).bytes.appendBuffer(metadata.bytes);
        items.add(0, head.bytes);
        items.add(new Message().text(3, "").text(4, "").bytes);
        return Body.of(List.copyOf(items));
    }

    private static Message item(JsonParser parser) throws IOException {
        Message item = new Message();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "metadata" -> item.message(1, metadata(parser));
                case "timestamp" -> item.message(2, time(parser.getText()));
                case "window" -> item.message(3, new Message().tag(1, 0).number(nanos(parser.getText())));
                case "usage" -> usage(parser, 4, item);
                case "containers" -> {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        item.message(4, container(parser));
                    }
                }
                default -> parser.skipChildren();
            }
        }
        return item;
    }

    private static Message metadata(JsonParser parser) throws IOException {
        String name = "";
        String namespace = "";
        Message created = new Message();
        Message labels = new Message();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "name" -> name = parser.getText();
                case "namespace" -> namespace = parser.getText();
                case "creationTimestamp" -> created = time(parser.getText());
                case "labels" -> {
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        String key = parser.currentName();
                        labels.message(11, new Message().text(1, key).text(2, parser.nextTextValue()));
                    }
                }
                default -> parser.skipChildren();
            }
        }
        Message metadata = new Message().text(1, name).text(2, "").text(3, namespace);
        metadata.text(4, "").text(5, "").text(6, "").tag(7, 0).number(0).message(8, created);
        metadata.bytes.appendBuffer(labels.bytes);
        return metadata;
    }

    private static Message container(JsonParser parser) throws IOException {
        Message container = new Message();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "name" -> container.text(1, parser.getText());
                case "usage" -> usage(parser, 2, container);
                default -> parser.skipChildren();
            }
        }
        return container;
    }

    private static void usage(JsonParser parser, int field, Message target) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String resource = parser.currentName();
            Message quantity = new Message().text(1, parser.nextTextValue());
            target.message(field, new Message().text(1, resource).message(2, quantity));
        }
    }

    private static Message time(String text) {
        return new Message()
                .tag(1, 0)
                .number(Instant.parse(text).getEpochSecond())
                .tag(2, 0)
                .number(0);
    }

    /** Of a window, which the demo cluster gives in seconds. */
    private static long nanos(String window) {
        return new BigDecimal(window.substring(0, window.length() - 1))
                .movePointRight(9)
                .longValueExact();
    }

    /** The fields of one message, as they are written. */
    private static final class Message {
        private final Buffer bytes = Buffer.buffer(64);

        Message text(int field, String text) {
            byte[] value = text.getBytes(StandardCharsets.UTF_8);
            tag(field).number(value.length).bytes.appendBytes(value);
            return this;
        }

        Message message(int field, Message value) {
            tag(field).number(value.bytes.length()).bytes.appendBuffer(value.bytes);
            return this;
        }

        Message tag(int field) {
            return tag(field, LENGTH_DELIMITED);
        }

        Message tag(int field, int wireType) {
            return number((long) field << 3 | wireType);
        }

        Message number(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                bytes.appendByte((byte) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            bytes.appendByte((byte) rest);
            return this;
        }
    }

    /** Parts one behind the other. */
    private static final class PartsStream extends InputStream {
        private final Iterator<Buffer> parts;
        private Buffer part = Buffer.buffer();
        private int position;

        PartsStream(Iterator<Buffer> parts) {
            this.parts = parts;
        }

        private boolean more() {
            while (position == part.length()) {
                if (!parts.hasNext()) {
                    return false;
                }
                part = parts.next();
                position = 0;
            }
            return true;
        }

        @Override
        public int read() {
            return more() ? part.getByte(position++) & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            if (!more()) {
                return -1;
            }
            int n = Math.min(count, part.length() - position);
            part.getBytes(position, position + n, target, offset);
            position += n;
            return n;
        }
    }
}
