// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors are those recorded from a real cluster, byte for byte where the recording does not name a user. */
class DemoErrorsIT {
    private final Vertx vertx = Vertx.vertx();
    private final DemoCluster cluster = DemoCluster.start(vertx, DemoOptions.defaults(), new StepClock());
    private final DemoHttp http = new DemoHttp(cluster);

    @AfterEach
    void stop() {
        cluster.close();
        vertx.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POD_METRICS, UNAUTHORIZED, 401-bad-token, /apis/metrics.k8s.io/v1beta1/pods",
        "POD_METRICS, FORBIDDEN, 403-no-rbac-podmetrics, /apis/metrics.k8s.io/v1beta1/pods",
        "NODE_METRICS, FORBIDDEN, 403-no-rbac-nodemetrics, /apis/metrics.k8s.io/v1beta1/nodes",
        "PODS, FORBIDDEN, 403-no-rbac-pods, /api/v1/pods",
        "POD_METRICS, NOT_REGISTERED, 404-apiservice-not-registered, /apis/metrics.k8s.io/v1beta1/pods",
        "POD_METRICS, METHOD_NOT_ALLOWED, 405-watch-podmetrics, /apis/metrics.k8s.io/v1beta1/pods",
        "POD_METRICS, NOT_ACCEPTABLE, 406-bad-accept, /apis/metrics.k8s.io/v1beta1/pods",
        "POD_METRICS, SERVICE_UNAVAILABLE, 503-apiservice-unavailable, /apis/metrics.k8s.io/v1beta1/pods",
        "POD_METRICS, BACKEND_REFUSED, 503-metrics-server-just-died, /apis/metrics.k8s.io/v1beta1/pods"
    })
    void aRecordedErrorIsRepeated(DemoTarget target, RecordedError error, String recording, String path) {
        cluster.faults().set(target, Fault.recorded(error));

        assertRecorded(http.get(path), recording);
    }

    @ParameterizedTest
    @CsvSource({
        "200-no-samples-yet-nodes, /apis/metrics.k8s.io/v1beta1/nodes",
        "200-no-samples-yet-pods, /apis/metrics.k8s.io/v1beta1/pods"
    })
    void aMetricsServerWithoutSamplesAnswersAnEmptyList(String recording, String path) {
        cluster.faults().setAll(Fault.emptyItems());

        assertRecorded(http.get(path), recording);
    }

    @ParameterizedTest
    @CsvSource({
        "200-unknown-namespace, /apis/metrics.k8s.io/v1beta1/namespaces/nope/pods",
        "404-unknown-pod, /apis/metrics.k8s.io/v1beta1/namespaces/default/pods/nope",
        "405-watch-podmetrics, /apis/metrics.k8s.io/v1beta1/pods?watch=true",
        "404-apiservice-not-registered, /apis/nothing.example.com/v1/pods"
    })
    void aWrongRequestGetsTheRecordedAnswer(String recording, String path) {
        assertRecorded(http.get(path), recording);
    }

    @Test
    void anUnacceptableMediaTypeGetsTheRecordedAnswer() {
        assertRecorded(http.get(DemoHttp.POD_METRICS, "Accept", "text/csv"), "406-bad-accept");
    }

    @Test
    void tablesAreNotServedButJsonBesideThemIs() {
        String table = "application/json;as=Table;v=v1;g=meta.k8s.io";

        assertThat(http.get(DemoHttp.PODS, "Accept", table).statusCode()).isEqualTo(406);
        assertThat(http.get(DemoHttp.PODS, "Accept", table + ",application/json")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPendingPodIsNotFoundInTheMetricsApi() {
        DemoPod pending = cluster.pods().stream()
                .filter(pod -> pod.phase().equals("Pending"))
                .findFirst()
                .orElseThrow();
        HttpResponse<String> answer =
                http.get("/apis/metrics.k8s.io/v1beta1/namespaces/" + pending.namespace() + "/pods/" + pending.name());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(JsonShape.of(DemoHttp.parse(answer.body())))
                .isEqualTo(JsonShape.of(DemoHttp.parse(DemoHttp.recorded("errors/404-pod-without-metrics.body"))));
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 405", "DELETE, 405", "PUT, 405"})
    void otherMethodsAreNotAllowed(String method, int status) {
        HttpResponse<String> answer = http.method(method, DemoHttp.POD_METRICS);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
    }

    @ParameterizedTest
    @EnumSource(RecordedError.class)
    void everyErrorHasItsStatusAndABody(RecordedError error) {
        cluster.faults().set(DemoTarget.NODE_METRICS, Fault.recorded(error));
        HttpResponse<String> answer = http.get(DemoHttp.NODE_METRICS);

        assertThat(answer.statusCode()).isBetween(401, 504);
        assertThat(answer.body()).isNotBlank();
        String type = answer.headers().firstValue("Content-Type").orElseThrow();
        if (type.equals("application/json")) {
            JsonNode status = DemoHttp.parse(answer.body());
            assertThat(status.path("kind").asText()).isEqualTo("Status");
            assertThat(status.path("code").asInt()).isEqualTo(answer.statusCode());
        } else {
            assertThat(type).startsWith("text/");
        }
    }

    @Test
    void sheddingLoadSaysWhenToComeBack() {
        cluster.faults().set(DemoTarget.PODS, Fault.recorded(RecordedError.TOO_MANY_REQUESTS));

        assertThat(http.get(DemoHttp.PODS).headers().firstValue("Retry-After")).hasValue("1");
    }

    private static void assertRecorded(HttpResponse<String> answer, String recording) {
        assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(recording.substring(0, 3)));
        assertThat(answer.body()).isEqualTo(DemoHttp.recorded("errors/" + recording + ".body"));
        DemoHttp.recorded("errors/" + recording + ".headers")
                .lines()
                .filter(line -> line.startsWith("Content-") || line.startsWith("X-Content"))
                .map(line -> line.split(": ", 2))
                .forEach(header -> assertThat(answer.headers().firstValue(header[0]))
                        .as(header[0])
                        .hasValue(header[1]));
    }
}
