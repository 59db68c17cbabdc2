// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodMetricsList;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodMetricsDocumentTest {

    private final Known known = new Known();

    private PodMetricsList parse(List<PodMetrics> before, String... pods) throws IOException {
        String items = Arrays.stream(pods)
                .map(pod ->
                        """
                        {"metadata":{"name":"%s","namespace":"%s"},"timestamp":"2026-11-22T16:49:19Z","window":"15s",
                        "containers":[{"name":"side","usage":{"cpu":"1m","memory":"2Ki"}},
                        {"name":"app","usage":{"cpu":"7m","memory":"125448Ki"}}]}"""
                                .formatted(pod.split("/")[1], pod.split("/")[0]))
                .collect(Collectors.joining(","));
        try (JsonParser parser =
                new JsonFactory().createParser("{\"kind\":\"PodMetricsList\",\"items\":[" + items + "]}")) {
            return new PodMetricsDocument(
                            LabelFilter.NONE, NamespaceDenylist.NONE, new UnreadableValues(), known.from(before))
                    .parse(parser);
        }
    }

    @Test
    void podsOfDeniedNamespacesAreDroppedWhileReadingAndSoAreTheirUnreadableValues() throws IOException {
        String item = "{%s\"containers\":[{\"name\":\"app\",\"usage\":{\"cpu\":\"%s\"}}]%s}";
        String text = "{\"kind\":\"PodMetricsList\",\"items\":["
                + item.formatted("\"metadata\":{\"name\":\"x\",\"namespace\":\"kube-system\"},", "broken", "") + ","
                + item.formatted("\"metadata\":{\"name\":\"x\",\"namespace\":\"team-a\"},", "1m", "") + ","
                + item.formatted("", "2m", ",\"metadata\":{\"name\":\"y\",\"namespace\":\"kube-public\"}") + "]}";
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            PodMetricsList list = new PodMetricsDocument(
                            LabelFilter.NONE, NamespaceDenylist.of("kube-*"), new UnreadableValues(), known.nothing())
                    .parse(parser);

            assertThat(list.items()).extracting(pod -> pod.key().toString()).containsExactly("team-a/x");
            assertThat(list.invalidQuantities()).isZero();
        }
    }

    @Test
    void whatWasThereBeforeKeepsItsKeyAndItsContainersNames() throws IOException {
        List<PodMetrics> before = parse(List.of(), "a/one", "a/two", "b/one").items();

        List<PodMetrics> after = parse(before, "a/one", "a/two", "b/one").items();

        assertThat(after).isEqualTo(before);
        for (int i = 0; i < after.size(); i++) {
            assertThat(after.get(i).key()).isSameAs(before.get(i).key());
            assertThat(after.get(i).containers().get(0).name())
                    .isSameAs(before.get(i).containers().get(0).name());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a/one a/two b/one, a/two b/one",
        "a/one a/two b/one, a/one b/one",
        "a/one a/two b/one, a/one a/two",
        "a/one b/one, a/a a/one a/two b/a b/one c/one",
        "a/one b/one, b/one a/one",
        "b/one a/one, a/one b/one",
        "a/one, b/one",
        "a/one, a/one a/one",
    })
    void whateverWasThereBeforeTheAnswerCounts(String before, String now) throws IOException {
        List<PodMetrics> known = parse(List.of(), before.split(" ")).items();

        List<PodMetrics> pods = parse(known, now.split(" ")).items();

        assertThat(pods).isEqualTo(parse(List.of(), now.split(" ")).items());
        assertThat(pods).extracting(pod -> pod.key().toString()).containsExactly(now.split(" "));
    }
}
