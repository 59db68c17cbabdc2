// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.quantity.Quantity;
import java.util.List;
import java.util.Map;

/**
 * The messages of the metrics API as Google's library knows messages, by the definitions of Kubernetes:
 * k8s.io/metrics/pkg/apis/metrics/v1beta1/generated.proto, k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto,
 * pkg/api/resource/generated.proto and pkg/runtime/generated.proto. What is never read is bytes.
 */
final class MetricsSchema {

    /** Places behind the decimal point of one core. */
    private static final int NANO = 9;

    private static final int KIBI = 1024;

    private final FileDescriptor file;

    MetricsSchema() {
        FileDescriptorProto.Builder definition =
                FileDescriptorProto.newBuilder().setName("metrics.proto").setSyntax("proto2");
        Map.ofEntries(
                        Map.entry("Time", "seconds=1 int64, nanos=2 int32"),
                        Map.entry("Duration", "duration=1 int64"),
                        Map.entry("Quantity", "string=1 string"),
                        Map.entry("Label", "key=1 string, value=2 string"),
                        Map.entry("Usage", "key=1 string, value=2 Quantity"),
                        Map.entry(
                                "ObjectMeta",
                                "name=1 string, generateName=2 string, namespace=3 string, selfLink=4 string, uid=5 string, "
                                        + "resourceVersion=6 string, generation=7 int64, creationTimestamp=8 bytes, "
                                        + "labels=11 *Label"),
                        Map.entry("ContainerMetrics", "name=1 string, usage=2 *Usage"),
                        Map.entry(
                                "PodMetrics",
                                "metadata=1 ObjectMeta, timestamp=2 Time, window=3 Duration, "
                                        + "containers=4 *ContainerMetrics"),
                        Map.entry(
                                "NodeMetrics",
                                "metadata=1 ObjectMeta, timestamp=2 Time, window=3 Duration, usage=4 *Usage"),
                        Map.entry("PodMetricsList", "metadata=1 bytes, items=2 *PodMetrics"),
                        Map.entry("NodeMetricsList", "metadata=1 bytes, items=2 *NodeMetrics"))
                .forEach((name, fields) -> definition.addMessageType(message(name, fields)));
        try {
            file = FileDescriptor.buildFrom(definition.build(), new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DescriptorProto message(String name, String fields) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        for (String field : fields.split(", ")) {
            String[] words = field.split("[= ]");
            boolean repeated = words[2].startsWith("*");
            String type = words[2].replace("*", "");
            FieldDescriptorProto.Builder one = FieldDescriptorProto.newBuilder()
                    .setName(words[0])
                    .setNumber(Integer.parseInt(words[1]))
                    .setLabel(repeated ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
            switch (type) {
                case "string" -> one.setType(Type.TYPE_STRING);
                case "int64" -> one.setType(Type.TYPE_INT64);
                case "int32" -> one.setType(Type.TYPE_INT32);
                case "bytes" -> one.setType(Type.TYPE_BYTES);
                default -> one.setType(Type.TYPE_MESSAGE).setTypeName(type);
            }
            message.addField(one);
        }
        return message.build();
    }

    Descriptor type(String name) {
        return file.findMessageTypeByName(name);
    }

    /** A message with these fields: name, value, name, value and so on. */
    DynamicMessage message(String type, Object... fields) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type(type));
        for (int i = 0; i < fields.length; i += 2) {
            message.setField(type(type).findFieldByName((String) fields[i]), fields[i + 1]);
        }
        return message.build();
    }

    /** A list of pods as metrics-server writes it. */
    byte[] podMetricsList(List<PodMetrics> pods) {
        List<DynamicMessage> items = pods.stream()
                .map(pod -> message(
                        "PodMetrics",
                        "metadata",
                        metadata(pod),
                        "timestamp",
                        message("Time", "seconds", pod.timestamp().getEpochSecond(), "nanos", 0),
                        "window",
                        message("Duration", "duration", pod.window().toNanos()),
                        "containers",
                        pod.containers().stream()
                                .map(container -> message(
                                        "ContainerMetrics",
                                        "name",
                                        container.name(),
                                        "usage",
                                        List.of(usage("cpu", container.cpu()), usage("memory", container.memory()))))
                                .toList()))
                .toList();
        return message("PodMetricsList", "metadata", ByteString.EMPTY, "items", items)
                .toByteArray();
    }

    private DynamicMessage metadata(PodMetrics pod) {
        return message(
                "ObjectMeta",
                "name",
                pod.key().name(),
                "generateName",
                "",
                "namespace",
                pod.key().namespace(),
                "selfLink",
                "",
                "uid",
                "",
                "resourceVersion",
                "",
                "generation",
                0L,
                "creationTimestamp",
                message("Time", "seconds", pod.timestamp().getEpochSecond(), "nanos", 0)
                        .toByteString(),
                "labels",
                pod.labels().entrySet().stream()
                        .map(label -> message("Label", "key", label.getKey(), "value", label.getValue()))
                        .toList());
    }

    private DynamicMessage usage(String resource, Quantity value) {
        return message("Usage", "key", resource, "value", message("Quantity", "string", text(value)));
    }

    /** As metrics-server writes most of them, nano cores and kibibytes; plain where that would not be exact. */
    private static String text(Quantity value) {
        if (!value.isCompact() || value.scale() > NANO) {
            return value.toString();
        }
        if (value.scale() > 0) {
            return value.toBigDecimal().movePointRight(NANO).toBigInteger() + "n";
        }
        long whole = value.unscaledValue();
        return whole % KIBI == 0 ? whole / KIBI + "Ki" : Long.toString(whole);
    }

    /** The value of a field; of one that is not there its default, null for messages. */
    static Object get(DynamicMessage message, String field) {
        FieldDescriptor descriptor = message.getDescriptorForType().findFieldByName(field);
        boolean absent = !descriptor.isRepeated()
                && descriptor.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !message.hasField(descriptor);
        return absent ? null : message.getField(descriptor);
    }

    static List<DynamicMessage> list(DynamicMessage message, String field) {
        return ((List<?>) get(message, field))
                .stream().map(DynamicMessage.class::cast).toList();
    }
}
