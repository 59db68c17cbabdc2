// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Kubernetes' envelope around protobuf: four bytes, and a {@code runtime.Unknown} that names the kind and holds the object
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding,
 * k8s.io/apimachinery/pkg/runtime/generated.proto).
 */
final class KubernetesMessage {

    /** The media type. */
    static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    /* runtime.Unknown */
    private static final int TYPE_META = 1;
    private static final int RAW = 2;

    /* runtime.TypeMeta */
    private static final int KIND = 2;

    /* meta/v1 Status */
    private static final int MESSAGE = 3;

    private KubernetesMessage() {}

    /**
     * Reads an object.
     *
     * @param kind   which one is expected
     * @param parser reads its fields
     * @throws MalformedMessageException when it is no protobuf, or another kind
     */
    static <T> T read(InputStream in, String kind, ApiReader.MessageParser<T> parser) throws IOException {
        WireReader reader = new WireReader(in);
        byte[] magic = reader.bytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new MalformedMessageException("something else than Kubernetes' protobuf", 0);
        }
        T object = null;
        String found = "";
        while (reader.next()) {
            if (reader.field() == TYPE_META) {
                found = kind(reader);
            } else if (reader.field() == RAW) {
                if (!found.equals(kind)) {
                    throw reader.malformed("the kind '" + found + "', expected " + kind);
                }
                long outer = reader.enter();
                object = parser.parse(reader);
                reader.leave(outer);
            } else {
                reader.skip();
            }
        }
        if (object == null) {
            throw reader.malformed("a message without an object");
        }
        return object;
    }

    private static String kind(WireReader reader) throws IOException {
        String kind = "";
        long outer = reader.enter();
        while (reader.next()) {
            if (reader.field() == KIND) {
                kind = reader.text();
            } else {
                reader.skip();
            }
        }
        reader.leave(outer);
        return kind;
    }

    static boolean isOne(byte[] body) {
        return body.length >= MAGIC.length && Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** The message of a {@code Status}, of which the end may be missing; empty when there is none. */
    static String statusMessage(byte[] body) {
        String[] message = {""};
        try {
            read(new ByteArrayInputStream(body), "Status", reader -> {
                while (reader.next()) {
                    if (reader.field() == MESSAGE) {
                        message[0] = reader.text();
                    } else {
                        reader.skip();
                    }
                }
                return message;
            });
        } catch (IOException e) {
            // Only the beginning of a long body is here, and may be all that is needed.
            return message[0];
        }
        return message[0];
    }
}
