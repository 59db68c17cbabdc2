// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import io.github.metricsserverprom.apiserver.MalformedMessageException;
import io.github.metricsserverprom.apiserver.WireReader;
import io.github.metricsserverprom.model.ContainerMetrics;
import io.github.metricsserverprom.model.NodeMetrics;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.quantity.Quantity;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import io.github.metricsserverprom.testing.BadInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists of the metrics API in protobuf, written by Google's library. */
class MetricsMessageTest {

    private static final long SECONDS = 1_795_382_300L;

    private final MetricsSchema schema = new MetricsSchema();
    private final MetricsMessageTarget target = new MetricsMessageTarget();
    private final UnreadableValues unreadable = new UnreadableValues();
    private final Known known = new Known();

    private DynamicMessage usage(String resource, String quantity) {
        return schema.message("Usage", "key", resource, "value", schema.message("Quantity", "string", quantity));
    }

    private DynamicMessage metadata(String namespace, String name) {
        return schema.message(
                "ObjectMeta",
                "name",
                name,
                "generateName",
                "",
                "namespace",
                namespace,
                "generation",
                0L,
                "creationTimestamp",
                ByteString.copyFromUtf8("any"),
                "labels",
                List.of(schema.message("Label", "key", "app", "value", "gr\u00fc\u00dfe")));
    }

    private DynamicMessage pod(String namespace, String name, String... containers) {
        List<DynamicMessage> usages = Arrays.stream(containers)
                .map(container -> schema.message(
                        "ContainerMetrics",
                        "name",
                        container,
                        "usage",
                        List.of(usage("cpu", "7m"), usage("ephemeral-storage", "1"), usage("memory", "125448Ki"))))
                .toList();
        return schema.message(
                "PodMetrics",
                "metadata",
                metadata(namespace, name),
                "timestamp",
                schema.message("Time", "seconds", SECONDS, "nanos", 0),
                "window",
                schema.message("Duration", "duration", 14_921_000_000L),
                "containers",
                usages);
    }

    private byte[] list(DynamicMessage... pods) {
        return schema.message("PodMetricsList", "metadata", ByteString.EMPTY, "items", List.of(pods))
                .toByteArray();
    }

    private byte[] nodes() {
        DynamicMessage node = schema.message(
                "NodeMetrics",
                "metadata",
                metadata("", "worker-1"),
                "timestamp",
                schema.message("Time", "seconds", SECONDS, "nanos", 5),
                "window",
                schema.message("Duration", "duration", 20_000_000_000L),
                "usage",
                List.of(usage("cpu", "139173580n"), usage("memory", "broken")));
        return schema.message("NodeMetricsList", "items", List.of(node)).toByteArray();
    }

    private PodMetricsList parse(byte[] message, NamespaceDenylist denied, List<PodMetrics> before) throws IOException {
        return parse(new ByteArrayInputStream(message), denied, before);
    }

    private PodMetricsList parse(InputStream message, NamespaceDenylist denied, List<PodMetrics> before)
            throws IOException {
        return new PodMetricsMessage(LabelFilter.of("*"), denied, unreadable, known.from(before))
                .parse(new WireReader(message));
    }

    @Test
    void aPodHasAllThatIsRead() throws IOException {
        PodMetricsList list = parse(list(pod("a", "one", "side", "app")), NamespaceDenylist.NONE, List.of());

        Quantity cpu = Quantity.parse("7m");
        Quantity memory = Quantity.parse("125448Ki");
        assertThat(list.items())
                .containsExactly(new PodMetrics(
                        new PodKey("a", "one"),
                        Map.of("app", "gr\u00fc\u00dfe"),
                        Instant.ofEpochSecond(SECONDS),
                        Duration.ofMillis(14_921),
                        List.of(new ContainerMetrics("app", cpu, memory), new ContainerMetrics("side", cpu, memory))));
        assertThat(list.invalidQuantities()).isZero();
    }

    @Test
    void aNodeHasAllThatIsReadAndWhatCannotBeReadIsCounted() throws IOException {
        var list = new NodeMetricsMessage(LabelFilter.NONE, unreadable, known.texts())
                .parse(new WireReader(new ByteArrayInputStream(nodes())));

        assertThat(list.items())
                .containsExactly(new NodeMetrics(
                        "worker-1",
                        Map.of(),
                        Instant.ofEpochSecond(SECONDS, 5),
                        Duration.ofSeconds(20),
                        Quantity.parse("139173580n"),
                        null));
        assertThat(list.invalidQuantities()).isEqualTo(1);
    }

    @Test
    void podsOfDeniedNamespacesAreDropped() throws IOException {
        byte[] message = list(pod("kube-system", "x", "app"), pod("team-a", "x", "app"), pod("kube-public", "y"));

        assertThat(parse(message, NamespaceDenylist.of("kube-*"), List.of()).items())
                .extracting(pod -> pod.key().toString())
                .containsExactly("team-a/x");
    }

    @Test
    void whatWasThereBeforeKeepsItsKeyAndItsContainersNames() throws IOException {
        byte[] message = list(pod("a", "one", "app"), pod("a", "two", "side", "app"));
        List<PodMetrics> before =
                parse(message, NamespaceDenylist.NONE, List.of()).items();

        List<PodMetrics> after = parse(message, NamespaceDenylist.NONE, before).items();

        assertThat(after).isEqualTo(before);
        for (int i = 0; i < after.size(); i++) {
            assertThat(after.get(i).key()).isSameAs(before.get(i).key());
            assertThat(after.get(i).containers().get(0).name())
                    .isSameAs(before.get(i).containers().get(0).name());
        }
    }

    /** More than one buffer of it, a few bytes at a time. */
    @Test
    void aLongListIsReadAsItArrives() throws IOException {
        DynamicMessage[] pods = IntStream.range(0, 1000)
                .mapToObj(i -> pod("team-" + i / 10, "pod-" + i, "app", "side"))
                .toArray(DynamicMessage[]::new);
        byte[] message = list(pods);
        InputStream slow = new ByteArrayInputStream(message) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + length % 7));
            }
        };

        PodMetricsList list = parse(slow, NamespaceDenylist.NONE, List.of());

        assertThat(list.items()).hasSize(1000).isEqualTo(MetricsMessageTarget.podsOf(parsed(message)));
    }

    private DynamicMessage parsed(byte[] message) throws IOException {
        return DynamicMessage.parseFrom(schema.type("PodMetricsList"), message);
    }

    @Test
    void everyBeginningOfAMessageIsRefusedOrEndsBetweenTwoPods() throws IOException {
        byte[] message = list(pod("a", "one", "app"), pod("a", "two", "app"));
        List<Integer> taken = new ArrayList<>();
        for (int length = 0; length < message.length; length++) {
            byte[] beginning = Arrays.copyOf(message, length);
            try {
                taken.add(parse(beginning, NamespaceDenylist.NONE, List.of())
                        .items()
                        .size());
            } catch (MalformedMessageException e) {
                assertThat(e).hasMessageMatching(".* at byte \\d+");
            }
        }
        assertThat(taken).containsExactly(0, 0, 1);
    }

    @Test
    void aRefusalSaysWhatAndWhere() {
        assertRefused(new byte[] {0x12, 0x7f}, "a message that ends too early at byte 2");
        assertRefused(new byte[] {0x12, 3, 0x0a, 0x7f, 0}, "a length of 127, more than there is at byte 4");
        assertRefused(list(pod("a", "", "app")), "a PodMetrics without a name at byte \\d+");
        assertRefused(list(pod("", "one", "app")), "a PodMetrics without a namespace at byte \\d+");
        byte[] fixed = {0x12, 3, 0x79, 1, 2, 3, 4, 5, 6, 7, 8};
        assertRefused(fixed, "a field that goes on behind its message at byte 3");
        assertRefused(new byte[] {0x13}, "field 2 of the wire type 3, expected 2 at byte 1");
        assertRefused(new byte[] {0x0b}, "a field of the wire type 3 at byte 1");
        assertRefused(new byte[] {0x02}, "a field with the number 0 at byte 1");
        byte[] endless = new byte[20];
        Arrays.fill(endless, (byte) 0xff);
        assertRefused(endless, "a number of more than 10 bytes at byte 10");
    }

    private void assertRefused(byte[] message, String why) {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> parse(message, NamespaceDenylist.NONE, List.of()))
                .withMessageMatching(why);
    }

    static List<byte[]> seeds() {
        return BadInput.seeds("metricsapi/MetricsMessageFuzzInputs/podMetricsMessage");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySeed(byte[] message) {
        target.pods(message);
        target.nodes(message);
    }

    @Property(tries = 3000)
    void anyMutationOfPods(@ForAll("pods") byte[] message) {
        target.pods(message);
    }

    @Property(tries = 1000)
    void anyMutationOfNodes(@ForAll("nodeLists") byte[] message) {
        target.nodes(message);
    }

    @Provide
    Arbitrary<byte[]> pods() {
        return BadInput.mutations(
                List.of(
                        list(pod("a", "one", "app", "side"), pod("b", "two", "app")),
                        list(pod("a", "one", "app", "app"), pod("a", "one")),
                        list()),
                "\n",
                "\u0012",
                "\u0000",
                "7m",
                "broken",
                "a");
    }

    @Provide
    Arbitrary<byte[]> nodeLists() {
        return BadInput.mutations(List.of(nodes()), "\n", "\u0012", "\u0000", "7m");
    }
}
