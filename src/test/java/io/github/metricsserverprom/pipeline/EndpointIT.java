// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodMetricsList;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code kubernetes-metrics} endpoint by itself, as a route of an operator's own uses it. */
class EndpointIT {

    private ApiServer api;
    private Pipeline pipeline;
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        api = ApiServer.recorded();
        pipeline = Pipeline.reading(api).start();
        template = pipeline.context().createProducerTemplate();
    }

    @AfterEach
    void stop() {
        pipeline.close();
        api.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-|[]",
                "''|[]",
                "team|[team]",
                "team, pod-template-hash|[pod-template-hash, team]",
                "no-such|[]",
                "*|[app.kubernetes.io/instance, app.kubernetes.io/managed-by, app.kubernetes.io/name, helm.sh/chart,"
                        + " pod-template-hash, team, topology.kubernetes.io/region, topology.kubernetes.io/zone]"
            })
    void labelsKeepsThoseThatAreNamed(String labels, String kept) {
        PodMetricsList pods = request(
                "kubernetes-metrics:client?operation=listPodMetrics" + (labels == null ? "" : "&labels=" + labels),
                PodMetricsList.class);

        assertThat(pods.items()).hasSize(31);
        assertThat(pods.items().get(0).labels().keySet().stream().sorted().toList())
                .hasToString(kept);
    }

    @Test
    void namespaceAndSelectorGoIntoTheRequest() {
        api.answer("/apis/metrics.k8s.io/v1beta1/namespaces/team-a/pods", Answer.recorded("podmetrics-namespace.json"));

        PodMetricsList pods = request(
                "kubernetes-metrics:client?operation=listPodMetrics&namespace=team-a&labelSelector=RAW(app in (a,b))",
                PodMetricsList.class);

        assertThat(pods.items())
                .hasSize(5)
                .allSatisfy(pod -> assertThat(pod.key().namespace()).isEqualTo("team-a"));
        assertThat(api.requests()).singleElement().satisfies(request -> assertThat(request.query())
                .isEqualTo("labelSelector=app%20in%20%28a%2Cb%29"));
    }

    @Test
    void podsAreListedPageByPage() {
        api.answer(
                ApiServer.PODS,
                request -> request.query().contains("continue=token%2F2") ? page("", "b") : page("token/2", "a"));

        assertThat(names()).containsExactlyInAnyOrder("a", "b");
        assertThat(api.requests().stream().map(ApiServer.Request::query))
                .containsExactly("limit=1", "limit=1&continue=token%2F2");
    }

    @Test
    void anExpiredPageTokenBeginsTheListAgainOnce() {
        List<Answer> answers = List.of(page("t1", "old"), Answer.of(410, "text/plain", "expired"), page("", "new"));
        api.answer(ApiServer.PODS, request -> answers.get(api.requests().size() - 1));

        assertThat(names()).containsExactly("new");
        assertThat(api.requests()).hasSize(3);
    }

    @Test
    void aPageTokenThatExpiresAgainIsAFailure() {
        api.answer(
                ApiServer.PODS,
                request -> request.query().contains("continue")
                        ? Answer.of(410, "text/plain", "expired")
                        : page("t", "a"));

        assertThatThrownBy(this::names)
                .rootCause()
                .hasMessage("410 Gone: expired; nothing; the next scrape starts a new list");
        assertThat(api.requests()).hasSize(4);
    }

    @Test
    void offReadsNothing() {
        assertThat(template.requestBody("kubernetes-metrics:client?operation=listPods&mode=off", "x"))
                .isNull();
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void headersOfCamelKubernetesChooseTheOperation() {
        Object body = template.requestBodyAndHeaders(
                "kubernetes-metrics:client", null, Map.of("CamelKubernetesOperation", "listPodMetrics"));

        assertThat(body).isInstanceOf(PodMetricsList.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "operation=listPodz|operation is 'listPodz', expected one of listNodeMetrics, listPodMetrics, listPods,"
                        + " listNodes",
                "operation=listPods&pageSize=-1|pageSize is -1, expected 0 or more",
                "operation=listPods&pages=1|Unknown parameters",
                "operation=listPods&mode=perhaps|perhaps"
            })
    void aMistakeInTheUriIsNamed(String options, String message) {
        assertThatThrownBy(() -> template.requestBody("kubernetes-metrics:client?" + options, (Object) null))
                .hasStackTraceContaining(message);
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void itCannotBeConsumedFrom() {
        assertThatThrownBy(() -> pipeline.context()
                        .getEndpoint("kubernetes-metrics:client?operation=listPods")
                        .createConsumer(exchange -> {}))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("use a timer");
    }

    private List<String> names() {
        return request("kubernetes-metrics:client?operation=listPods&pageSize=1", PodFactsList.class)
                .byKey()
                .keySet()
                .stream()
                .map(key -> key.name())
                .toList();
    }

    private <T> T request(String uri, Class<T> type) {
        return template.requestBody(uri, null, type);
    }

    private static Answer page(String next, String name) {
        return Answer.json("{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"" + next
                + "\"},\"items\":[{\"metadata\":" + "{\"name\":\"" + name + "\",\"namespace\":\"n\"}}]}");
    }
}
