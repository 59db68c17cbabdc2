// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.faults;

import static io.github.metricsserverprom.faults.Row.Mode.LIST;
import static io.github.metricsserverprom.faults.Row.Mode.WATCH;

import io.github.metricsserverprom.demo.DemoTarget;
import io.github.metricsserverprom.demo.Fault;
import io.github.metricsserverprom.demo.RecordedError;
import io.github.metricsserverprom.kubernetes.tls.TestPki;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The table: every fault, and what must come of it. {@code src/docs/RELIABILITY.md} shows it. */
final class FaultMatrix {

    static final String POD_METRICS = "/apis/metrics.k8s.io/v1beta1/pods";

    private static final String NOT_API =
            "check that the server's URL in the kubeconfig is an API server and that no proxy answers in its place";
    private static final String METRICS_SERVER =
            "look at metrics-server: kubectl -n kube-system get pods -l k8s-app=metrics-server";
    private static final String REACH = "check that the API server runs and can be reached from here";
    private static final String LATE = "no complete answer from SERVER within 8 s";
    private static final String LOAD =
            "look at the API server's load, or raise Prometheus' scrape_timeout (exporter.timeout without one)";
    private static final String CLOSED = "the connection to SERVER broke: the server closed it";

    private static final String MOVED =
            "INFO  Routes reloaded reason=kubeconfig changed=[] added=[] removed=[] replaced=[]"
                    + " generation=N millis=N";
    private static final String LISTED = "INFO  Pods listed context=NAME pods=39 resource_version=N";
    private static final String LISTED_AGAIN = "INFO  Pods listed again context=NAME pods=39 resource_version=N";
    private static final String BROKEN =
            "500 Internal Server Error: Internal error occurred: etcdserver: leader changed";

    private final List<Row> rows = new ArrayList<>();

    private FaultMatrix() {}

    static List<Row> rows() {
        FaultMatrix matrix = new FaultMatrix();
        matrix.times();
        matrix.connections();
        matrix.tls();
        matrix.bodies();
        matrix.statuses();
        matrix.metricsServer();
        matrix.podFacts();
        matrix.watches();
        matrix.places();
        return matrix.rows;
    }

    private Row row(String fault) {
        Row row = new Row(fault);
        rows.add(row);
        return row;
    }

    private Row podMetrics(String fault, Fault kind) {
        return row(fault).begins(site -> site.faults().set(DemoTarget.POD_METRICS, kind));
    }

    private Row everything(Row row, String reason, String advice) {
        for (String collector : List.of("node_metrics", "pod_metrics", "pods")) {
            row.fails(collector, 0, reason, advice);
        }
        return row;
    }

    private void times() {
        podMetrics("slow, but within the deadline", Fault.latency(Duration.ofMillis(300)))
                .in(LIST, WATCH);
        podMetrics("slower than the deadline", Fault.latency(Duration.ofSeconds(60)))
                .in(LIST, WATCH)
                .fails("pod_metrics", 0, LATE, LOAD);
        podMetrics("hangs before the headers", Fault.hang(Fault.Where.BEFORE_HEADERS))
                .fails("pod_metrics", 0, LATE, LOAD);
        podMetrics("hangs after the headers", Fault.hang(Fault.Where.AFTER_HEADERS))
                .fails("pod_metrics", 0, LATE, LOAD);
        podMetrics("hangs after half of the body", Fault.hang(Fault.Where.MID_BODY))
                .fails("pod_metrics", 0, LATE, LOAD);
    }

    private void connections() {
        everything(
                row("hangs at connecting: the first packet is not answered")
                        .begins(site -> site.wire().be(Wire.State.NO_HANDSHAKE))
                        .ends(site -> site.wire().be(Wire.State.PASSES)),
                LATE,
                LOAD);
        everything(
                row("accepts connections and says nothing")
                        .begins(site -> site.wire().be(Wire.State.SILENT))
                        .ends(site -> site.wire().be(Wire.State.PASSES)),
                LATE,
                LOAD);
        everything(
                row("resets connections")
                        .begins(site -> site.wire().be(Wire.State.RESETS))
                        .ends(site -> site.wire().be(Wire.State.PASSES)),
                CLOSED,
                REACH);
        everything(
                row("closes connections")
                        .begins(site -> site.wire().be(Wire.State.CLOSES))
                        .ends(site -> site.wire().be(Wire.State.PASSES)),
                CLOSED,
                REACH);
        everything(
                row("refuses connections")
                        .begins(site -> site.wire().be(Wire.State.REFUSES))
                        .ends(site -> site.wire().be(Wire.State.PASSES)),
                "cannot connect to SERVER: connection refused",
                REACH);
        podMetrics("resets before the headers", Fault.reset(Fault.Where.BEFORE_HEADERS))
                .fails("pod_metrics", 0, CLOSED, REACH);
        podMetrics("resets after half of the body", Fault.reset(Fault.Where.MID_BODY))
                .fails("pod_metrics", 0, CLOSED, REACH);
        podMetrics("half-closes before the headers", Fault.halfClose(Fault.Where.BEFORE_HEADERS))
                .fails("pod_metrics", 0, CLOSED, REACH);
        podMetrics("half-closes after half of the body", Fault.halfClose(Fault.Where.MID_BODY))
                .fails("pod_metrics", 0, CLOSED, REACH);
        podMetrics("closes after half of the body", Fault.truncate()).fails("pod_metrics", 0, CLOSED, REACH);
        row("answers in another protocol than HTTP")
                .begins(site -> site.wire().say(POD_METRICS, bytes("SSH-2.0-OpenSSH_9.2\r\n\r\n")))
                .fails(
                        "pod_metrics",
                        0,
                        "the connection to SERVER broke: invalid version format: SSH-2.0-OPENSSH_9.2",
                        REACH);
    }

    private void tls() {
        everything(
                row("hangs in the TLS handshake")
                        .overTls()
                        .begins(site -> site.wire().be(Wire.State.SILENT))
                        .ends(site -> site.wire().be(Wire.State.PASSES)),
                LATE,
                LOAD);
        everything(
                row("its certificate expires")
                        .overTls()
                        .begins(site -> site.wire()
                                .leadTo(site.cluster(Instant.now().minusSeconds(60), Site.authority())
                                        .port()))
                        .ends(site -> site.wire().leadTo(site.cluster().port())),
                "SERVER: the server's certificate is expired",
                "renew the certificates of the cluster, and check the clock here");
        everything(
                row("its certificate is of another authority")
                        .overTls()
                        .begins(site -> site.wire()
                                .leadTo(site.cluster(Instant.now().plusSeconds(3600), new TestPki("another"))
                                        .port()))
                        .ends(site -> site.wire().leadTo(site.cluster().port())),
                "SERVER: the server's certificate is not signed by the configured certificate authority",
                "give the certificate-authority of this cluster");
    }

    private Row reply(String fault, String type, UnaryOperator<String> change) {
        return row(fault).begins(site -> site.faults()
                .set(DemoTarget.POD_METRICS, Fault.reply(200, type, change.apply(site.body(POD_METRICS)))));
    }

    private void bodies() {
        reply("truncated JSON in a whole HTTP answer", "application/json", body -> body.substring(0, 5000))
                .fails("pod_metrics", 200, notJson(5000, "application/json"), NOT_API);
        podMetrics("garbage", Fault.garbage()).fails("pod_metrics", 200, notJson(46, "application/json"), NOT_API);
        reply("an HTML page with 200, as a proxy's login page", "text/html", body -> "<!DOCTYPE html><html></html>")
                .fails("pod_metrics", 200, notJson(0, "text/html"), NOT_API);
        reply("an empty body", "application/json", body -> "")
                .fails(
                        "pod_metrics",
                        200,
                        "unexpected answer from SERVER: found nothing, expected a PodMetricsList",
                        NOT_API);
        reply("a right body with a wrong content type", "text/plain", body -> body);
        podMetrics("a list without end", Fault.endless())
                .within(Duration.ofSeconds(60))
                .fails(
                        "pod_metrics",
                        200,
                        "answer of SERVER is larger than N MiB, for which the Java heap is too small",
                        "check that the server is an API server; if the cluster is so large, raise -Xmx");
        reply(
                        "JSON nested 100,000 deep",
                        "application/json",
                        body -> body.replaceFirst(
                                "\"items\":\\[", "\"deep\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",$0"))
                .fails(
                        "pod_metrics",
                        200,
                        "unexpected answer from SERVER: objects nested too deep, or a value too long",
                        NOT_API);
        reply("keys that stand twice: the last one counts", "application/json", body -> body.replace(
                        "\"usage\":{", "\"usage\":{\"cpu\":\"1\",\"memory\":\"1Ki\",")
                .replace("\"metadata\":{\"name\"", "\"metadata\":{\"name\":\"wrong\",\"name\""));
        reply(
                        "a quantity beyond all numbers",
                        "application/json",
                        body -> body.replaceFirst("\"cpu\":\"[^\"]+\"", "\"cpu\":\"1e999999999\""))
                .shows("without that sample, `invalid_quantities` 1", page -> Pages.withoutFirst(
                                Pages.withoutFirst(page, "kube_metrics_server_pod_cpu"),
                                "kube_metrics_server_container_cpu_usage_cores")
                        .replace("invalid_quantities 0", "invalid_quantities 1"));
        row("invalid UTF-8")
                .begins(site -> {
                    byte[] body = bytes(site.body(POD_METRICS).replaceFirst("\"name\":\"", "$0\u00ff\u00fe"));
                    String head =
                            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                                    + body.length + "\r\n\r\n";
                    site.wire().say(POD_METRICS, concat(bytes(head), body));
                })
                .fails("pod_metrics", 200, notJson(108, "application/json"), NOT_API);
    }

    private static String notJson(int at, String type) {
        return "answer of SERVER is not valid JSON at byte " + at + " (Content-Type " + type + ")";
    }

    private Row recorded(RecordedError error, String fault, String reason, String advice) {
        return podMetrics("answers " + fault, Fault.recorded(error))
                .fails("pod_metrics", Integer.parseInt(reason.substring(0, 3)), reason, advice);
    }

    private void statuses() {
        recorded(
                RecordedError.UNAUTHORIZED,
                "401",
                "401 Unauthorized: Unauthorized",
                "check the credentials of the kubeconfig's user, or the service account's token");
        recorded(
                RecordedError.FORBIDDEN,
                "403",
                "403 Forbidden: pods.metrics.k8s.io is forbidden: User \"nobody\" cannot list resource \"pods\" in API group"
                        + " \"metrics.k8s.io\" at the cluster scope",
                "grant the verb list on pods.metrics.k8s.io to the exporter's user (README, Deploy in a cluster)");
        recorded(
                RecordedError.NOT_REGISTERED,
                "404 as text: no metrics-server",
                "404 Not Found: 404 page not found",
                "install metrics-server: kubectl get apiservice v1beta1.metrics.k8s.io must show it");
        recorded(
                RecordedError.METHOD_NOT_ALLOWED,
                "405",
                "405 Method Not Allowed: watch is not supported on resources of kind \"pods.metrics.k8s.io\"",
                NOT_API);
        recorded(
                RecordedError.NOT_ACCEPTABLE,
                "406",
                "406 Not Acceptable: 406: Not Acceptable Available representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch",
                NOT_API);
        recorded(
                RecordedError.EXPIRED,
                "410",
                "410 Gone: The resourceVersion for the provided list is too old.",
                "nothing; the next scrape starts a new list");
        recorded(
                        RecordedError.TOO_MANY_REQUESTS,
                        "429 with Retry-After",
                        "429 Too Many Requests: Too many requests, please try again later.",
                        "the API server limits requests (Retry-After 1); scrape less often")
                .in(LIST, WATCH);
        recorded(RecordedError.INTERNAL_ERROR, "500", BROKEN, METRICS_SERVER);
        recorded(RecordedError.BAD_GATEWAY, "502 as HTML", "502 Bad Gateway: (an HTML page)", METRICS_SERVER);
        recorded(
                        RecordedError.SERVICE_UNAVAILABLE,
                        "503 as text",
                        "503 Service Unavailable: service unavailable",
                        METRICS_SERVER)
                .in(LIST, WATCH);
        recorded(
                RecordedError.BACKEND_REFUSED,
                "503 as text: metrics-server died a moment ago",
                "503 Service Unavailable: error trying to reach service: dial tcp 127.0.0.1:16003: connect: connection refused",
                METRICS_SERVER);
        recorded(
                RecordedError.API_UNAVAILABLE,
                "503 as a Status",
                "503 Service Unavailable: the server is currently unable to handle the request",
                METRICS_SERVER);
        recorded(
                RecordedError.TIMEOUT,
                "504",
                "504 Gateway Timeout: Timeout: request did not complete within the allotted timeout",
                METRICS_SERVER);
    }

    private void metricsServer() {
        row("metrics-server is down")
                .in(LIST, WATCH)
                .begins(site -> {
                    site.faults().set(DemoTarget.NODE_METRICS, Fault.recorded(RecordedError.SERVICE_UNAVAILABLE));
                    site.faults().set(DemoTarget.POD_METRICS, Fault.recorded(RecordedError.SERVICE_UNAVAILABLE));
                })
                .fails("node_metrics", 503, "503 Service Unavailable: service unavailable", METRICS_SERVER)
                .fails("pod_metrics", 503, "503 Service Unavailable: service unavailable", METRICS_SERVER);
        row("metrics-server has just started and has no samples yet")
                .in(LIST, WATCH)
                .begins(site -> {
                    site.faults().set(DemoTarget.NODE_METRICS, Fault.emptyItems());
                    site.faults().set(DemoTarget.POD_METRICS, Fault.emptyItems());
                })
                .shows(
                        "the health block only",
                        page -> Pages.keep(page, family -> !family.startsWith("kube_metrics_server_")));
        row("metrics of nodes fail, those of pods do not")
                .begins(site ->
                        site.faults().set(DemoTarget.NODE_METRICS, Fault.recorded(RecordedError.SERVICE_UNAVAILABLE)))
                .fails("node_metrics", 503, "503 Service Unavailable: service unavailable", METRICS_SERVER);
        row("metrics-server does not reach one node")
                .in(LIST, WATCH)
                .begins(site -> site.faults().loseNode("win-pool-02"))
                .shows("without that node and its pods", page -> Pages.withoutNode(page, "win-pool-02"));
        clock("a day ahead", "2026-11-23T", 86_400);
        clock("a day behind", "2026-11-21T", -86_400);
    }

    private void clock(String how, String day, int seconds) {
        reply("times of samples are " + how, "application/json", body -> body.replace("2026-11-22T", day))
                .shows(
                        "those times",
                        page -> Pages.values(
                                page,
                                "kube_metrics_server_pod_sample_timestamp_seconds",
                                value -> Long.toString(Long.parseLong(value) + seconds)));
    }

    private void podFacts() {
        row("pods cannot be listed")
                .begins(site -> site.faults().set(DemoTarget.PODS, Fault.recorded(RecordedError.INTERNAL_ERROR)))
                .fails("pods", 500, BROKEN, "look at the API server");
        row("the list of pods hangs after half of a page")
                .begins(site -> site.faults().set(DemoTarget.PODS, Fault.hang(Fault.Where.MID_BODY)))
                .fails("pods", 0, LATE, LOAD);
        row("pods cannot be listed, and the metrics of pods neither")
                .begins(site -> {
                    site.faults().set(DemoTarget.PODS, Fault.recorded(RecordedError.INTERNAL_ERROR));
                    site.faults().set(DemoTarget.POD_METRICS, Fault.recorded(RecordedError.INTERNAL_ERROR));
                })
                .fails("pod_metrics", 500, BROKEN, METRICS_SERVER)
                .fails("pods", 500, BROKEN, "look at the API server");
        row("pods cannot be listed while their watch goes on").in(WATCH).begins(site -> site.faults()
                .set(DemoTarget.PODS, Fault.recorded(RecordedError.INTERNAL_ERROR)));
    }

    private void watches() {
        row("the server ends watches in good order").in(WATCH).begins(site -> site.faults()
                .closeWatches());
        row("the watch's version has expired (410)")
                .in(WATCH)
                .gradually()
                .begins(site -> {
                    site.faults().expireResourceVersions();
                    site.faults().closeWatches();
                })
                .logs(LISTED_AGAIN);
        row("the watch is silent and does not end")
                .in(WATCH)
                .gradually()
                .begins(site -> site.faults().muteWatches())
                .logs(
                        "INFO  The watch of pods is interrupted context=NAME reason=\"the watch of pods has been silent for 6 s\"",
                        "INFO  The watch of pods goes on context=NAME");
        row("pods can be listed but not watched")
                .in(WATCH)
                .begins(site -> {
                    site.faults().deny(DemoTarget.PODS_WATCH);
                    site.faults().closeWatches();
                })
                .logs(
                        "WARN  Pods cannot be watched, so they are listed with every scrape context=NAME reason=\"403 Forbidden: pods is"
                                + " forbidden: User \\\"demo\\\" cannot watch resource \\\"pods\\\" in API group \\\"\\\" at the"
                                + " cluster scope\""
                                + " advice=\"grant the verb watch on pods, or set exporter.pods=list\"");
        row("neither list nor watch of pods can be continued")
                .in(WATCH)
                .gradually()
                .begins(site -> {
                    site.faults().set(DemoTarget.PODS, Fault.recorded(RecordedError.INTERNAL_ERROR));
                    site.faults().set(DemoTarget.PODS_WATCH, Fault.recorded(RecordedError.INTERNAL_ERROR));
                    site.faults().closeWatches();
                })
                .fails("pods", 500, "pods could not be watched for N s: " + BROKEN, "look at the API server")
                .logs("INFO  The watch of pods is interrupted context=NAME reason=\"" + BROKEN + "\"")
                .logsAfter("INFO  The watch of pods goes on context=NAME");
    }

    private void places() {
        everything(
                row("its name cannot be resolved")
                        .alone()
                        .gradually()
                        .begins(site -> site.pointTo("http://no-such-host.invalid:6443"))
                        .ends(Site::pointHome)
                        .logs(MOVED)
                        .logsAfter(MOVED),
                "cannot resolve the host of SERVER",
                "check the server's name in the kubeconfig and the DNS of this machine");
        moves(row("it moves to another address, and the kubeconfig is edited").in(LIST));
        moves(row("it moves to another address, and pods are watched").in(WATCH), LISTED);
    }

    private static void moves(Row row, String... log) {
        String[] lines = Stream.concat(Stream.of(MOVED), Stream.of(log)).toArray(String[]::new);
        row.alone()
                .gradually()
                .begins(site -> site.pointTo(
                        site.cluster(Instant.now(), Site.authority()).uri().toString()))
                .ends(Site::pointHome)
                .logs(lines)
                .logsAfter(lines);
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = new byte[one.length + other.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
