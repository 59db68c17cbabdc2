// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every kind of mistake gives one line with file, line and remedy: at a reload, at the start and in {@code check}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MistakesIT {

    /**
     * An edit and what is to be said of it.
     *
     * @param name    what is wrong
     * @param file    the file to edit, relative to the installation
     * @param from    text to replace; null to replace the whole file
     * @param to      its replacement
     * @param message the finding, without the folder of the installation
     */
    record Mistake(String name, String file, String from, String to, String message) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String NO_METRICS = "routes: no route serves /metrics, which Prometheus scrapes; expected one"
            + " with 'from: platform-http:/metrics'";

    private static Mistake mistake(String name, String file, String from, String to, String message) {
        return new Mistake(name, file, from, to, message);
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(ofYaml(), ofParts(), ofShapes(), ofNames(), ofOptions(), ofTheWhole(), ofSettings())
                .flatMap(rows -> rows);
    }

    private static Stream<Mistake> ofYaml() {
        String metrics = "routes/metrics.camel.yaml";
        return Stream.of(
                mistake(
                        "unknown field of a route",
                        metrics,
                        "    description: Answers",
                        "    descripton: Answers",
                        metrics + ":6: unknown field descripton of route; did you mean description?"),
                mistake(
                        "unknown field of a step",
                        metrics,
                        "            ref: prometheus",
                        "            reff: prometheus",
                        metrics + ":40: unknown field reff of bean; did you mean ref?"),
                mistake(
                        "unknown EIP",
                        metrics,
                        "- bean:\n            id: render-page",
                        "- been:\n            id: render-page",
                        metrics + ":38: unknown step been; did you mean bean?"),
                mistake(
                        "unknown EIP with characters that cannot be seen",
                        metrics,
                        "- bean:\n            id: render-page",
                        "- \"be\\ten\\e[2J\\x85\":\n            id: render-page",
                        metrics + ":38: unknown step be?en?[2J?"),
                mistake(
                        "unknown top-level element",
                        metrics,
                        "- route:",
                        "- rout:",
                        metrics + ":4: unknown element rout; did you mean route?"),
                mistake(
                        "unknown language",
                        "routes/failures.camel.yaml",
                        "                constant: \"503\"",
                        "                constnt: \"503\"",
                        "routes/failures.camel.yaml:{}: unknown field constnt of setHeader; did you mean constant?"),
                mistake(
                        "unknown data format",
                        "routes/snapshot.camel.yaml",
                        "            json:",
                        "            jsn:",
                        "routes/snapshot.camel.yaml:22: unknown field jsn of marshal; did you mean json?"),
                mistake(
                        "wrong indentation",
                        metrics,
                        "    from:",
                        "   from:",
                        metrics
                                + ":8: not YAML: expected <block end>, but found '<block mapping start>' while parsing a"
                                + " block mapping that begins in line 4; look at the indentation and quotes in and above"
                                + " this line"),
                mistake(
                        "open quote",
                        metrics,
                        "    id: metrics\n",
                        "    id: \"metrics\n",
                        metrics + ":42: not YAML: found unexpected end of stream while scanning a quoted scalar that"
                                + " begins in line 5; look at the indentation and quotes in and above this line"),
                mistake(
                        "tab",
                        metrics,
                        "    id: metrics\n",
                        "\tid: metrics\n",
                        metrics + ":5: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use"
                                + " \\t(TAB) for indentation) while scanning for the next token; look at the indentation"
                                + " and quotes in and above this line"),
                mistake(
                        "mapping instead of a list",
                        metrics,
                        "- route:",
                        "route:",
                        metrics + ":4: this is a mapping, expected a list; begin each item with '- ', for instance '-"
                                + " route:'"),
                mistake(
                        "text instead of a list",
                        metrics,
                        null,
                        "hello",
                        metrics + ":1: this is plain text, expected a list; begin each item with '- ', for instance '-"
                                + " route:'"),
                mistake(
                        "route without parts",
                        "routes/nodes.camel.yaml",
                        "- route:\n",
                        "- route:\n- route:\n",
                        "routes/nodes.camel.yaml:{}: route has no parts; write them below it, indented, or delete it"),
                mistake(
                        "text for a route",
                        "routes/healthz.camel.yaml",
                        null,
                        "- route: hello\n",
                        "routes/healthz.camel.yaml:1: route has no parts; write them below it, indented, or delete it"),
                mistake(
                        "step without parts",
                        "routes/healthz.camel.yaml",
                        "      steps:\n",
                        "      steps:\n        - choice:\n",
                        "routes/healthz.camel.yaml:15: choice has no parts; write them below it, indented, or delete it"),
                mistake(
                        "route without a beginning",
                        "routes/healthz.camel.yaml",
                        null,
                        "- from:\n",
                        "routes/healthz.camel.yaml:1: from has no uri; say where its messages come from, for instance 'uri:"
                                + " platform-http:/mine'"),
                mistake(
                        "empty file",
                        metrics,
                        null,
                        "",
                        metrics + ":1: the file is empty, expected a list of routes; delete the file to have none"),
                mistake(
                        "key twice",
                        metrics,
                        "    id: metrics\n",
                        "    id: metrics\n    id: metrics2\n",
                        metrics + ":6: id stands there twice, first in line 5; delete one of them"),
                mistake(
                        "wrong type",
                        "routes/cluster.camel.yaml",
                        "parallelProcessing: true",
                        "parallelProcessing: maybe",
                        "routes/cluster.camel.yaml:16: parallelProcessing is 'maybe', expected true or false"));
    }

    private static Stream<Mistake> ofParts() {
        return Stream.of(
                mistake(
                        "route without from",
                        "routes/healthz.camel.yaml",
                        null,
                        "- route:\n    id: node-metrics\n",
                        "routes/healthz.camel.yaml:1: route has no from; begin it with 'from:' and below that, indented, 'uri:', for instance 'uri: platform-http:/mine'"),
                mistake(
                        "from without a uri",
                        "routes/landing-page.camel.yaml",
                        "uri: platform-http:/\n",
                        "uri:\n",
                        "routes/landing-page.camel.yaml:7: uri of from is empty; say where its messages come from, for instance 'uri: platform-http:/mine'"),
                mistake(
                        "from without steps",
                        "routes/landing-page.camel.yaml",
                        "      steps:\n        - bean:\n            ref: landing-page\n            method: render\n",
                        "      steps:\n",
                        "routes/landing-page.camel.yaml:10: steps is empty, expected a list; begin each item with '- '"),
                mistake(
                        "call without a uri",
                        "routes/nodes.camel.yaml",
                        "            uri: kubernetes-metrics:client\n",
                        "",
                        "routes/nodes.camel.yaml:12: to has no uri; say what to call, for instance 'uri: direct:cluster'"),
                mistake(
                        "bean step without a bean",
                        "routes/landing-page.camel.yaml",
                        "            ref: landing-page\n",
                        "",
                        "routes/landing-page.camel.yaml:11: bean has no ref; name one of the beans of the routes, for instance 'ref: reshape'"),
                mistake(
                        "header without a value",
                        "routes/failures.camel.yaml",
                        "                constant: \"503\"\n",
                        "",
                        "routes/failures.camel.yaml:76: setHeader has no expression; write one below it, for instance 'constant: text' or 'simple: ${body}'"),
                mistake(
                        "header without a name",
                        "routes/failures.camel.yaml",
                        "                name: CamelHttpResponseCode\n",
                        "",
                        "routes/failures.camel.yaml:76: setHeader has no name; say which one to set, for instance 'name: Content-Type'"),
                mistake(
                        "exceptions of onException",
                        "routes/failures.camel.yaml",
                        "          exception:\n            - io.github.metricsserverprom.scrape.UsageUnavailableException\n            - io.github.metricsserverprom.scrape.TooManyScrapesException\n",
                        "",
                        "routes/failures.camel.yaml:24: onException has no exception; list the classes to catch below 'exception:', for instance '- java.lang.Exception'"),
                mistake(
                        "bean without a class",
                        "routes/beans.camel.yaml",
                        "      type: io.github.metricsserverprom.render.FailurePage\n",
                        "",
                        "routes/beans.camel.yaml:49: bean has no type; name its class, such as 'type: io.github.metricsserverprom.reshape.Reshape'"),
                mistake(
                        "headers to remove",
                        "routes/snapshot.camel.yaml",
                        "            pattern: \"*\"\n",
                        "            excludePattern: \"*\"\n",
                        "routes/snapshot.camel.yaml:19: removeHeaders has no pattern; say which ones to remove, for instance 'pattern: \"*\"' for all"),
                mistake(
                        "OpenShift's endpoints",
                        "routes/landing-page.camel.yaml",
                        "            method: render\n",
                        "            method: render\n        - to:\n            uri: openshift-builds:client\n"
                                + "            parameters:\n              operation: listBuilds\n",
                        "routes/landing-page.camel.yaml:15: openshift-builds:client needs OpenShift's own client, which is not part of this program; kubernetes-custom-resources reads resources of every kind"),
                mistake(
                        "half a placeholder",
                        "routes/nodes.camel.yaml",
                        "mode: \"{{exporter.nodes}}\"",
                        "mode: \"{{exporter.nodes}\"",
                        "routes/nodes.camel.yaml:{}: mode is '{{exporter.nodes}', where {{ and }} do not come in pairs"));
    }

    private static Stream<Mistake> ofShapes() {
        return Stream.of(
                mistake(
                        "step outside of its route",
                        "routes/landing-page.camel.yaml",
                        "            method: render\n",
                        "            method: render\n- log: hello\n",
                        "routes/landing-page.camel.yaml:14: log is a step and belongs to no route here; write it, indented,"
                                + " below 'steps:'"),
                mistake(
                        "placeholder without quotes",
                        "routes/nodes.camel.yaml",
                        "mode: \"{{exporter.nodes}}\"",
                        "mode: {{exporter.nodes}}",
                        "routes/nodes.camel.yaml:{}: a list or mapping in place of a name; put {{...}} in quotes, as in \"{{exporter.timeout}}\""),
                mistake(
                        "parts beside their step",
                        "routes/landing-page.camel.yaml",
                        "            method: render",
                        "          method: render",
                        "routes/landing-page.camel.yaml:{}: method stands beside bean, where nothing may be; indent it deeper to have it inside, or begin an item of its own with '- '"),
                mistake(
                        "parts without their step",
                        "routes/landing-page.camel.yaml",
                        "        - bean:\n",
                        "        -\n",
                        "routes/landing-page.camel.yaml:12: ref, method stand here by themselves; write them, indented, below what they belong to, such as '- bean:'"),
                mistake(
                        "mapping for steps",
                        "routes/landing-page.camel.yaml",
                        "        - bean:\n",
                        "          bean:\n",
                        "routes/landing-page.camel.yaml:10: steps is a mapping, expected a list; begin each item with '- '"),
                mistake(
                        "steps among the parameters",
                        "routes/landing-page.camel.yaml",
                        "      steps:\n        - bean:\n            ref: landing-page\n            method: render\n",
                        "        steps:\n          - bean:\n              ref: landing-page\n",
                        "routes/landing-page.camel.yaml:10: steps is a list, expected plain text; it stands too deep if it is to be the steps of a route"),
                mistake(
                        "character that YAML does not take",
                        "routes/metrics.camel.yaml",
                        "    id: metrics\n",
                        "    id: metr\u0000ics\n",
                        "routes/metrics.camel.yaml:5: not YAML: the character U+0000 may not be in a file; delete it, and save the file as UTF-8"),
                mistake(
                        "word of a list of words",
                        "routes/snapshot.camel.yaml",
                        "library: Jackson",
                        "library: Jakson",
                        "routes/snapshot.camel.yaml:{}: library is 'Jakson', expected one of Fastjson, Gson, Jackson, Jsonb"),
                mistake(
                        "thread pool",
                        "routes/cluster.camel.yaml",
                        "executorService: read-threads",
                        "executorService: read-thread",
                        "routes/cluster.camel.yaml:{}: no bean is named read-thread; did you mean read-threads?"),
                mistake(
                        "id of a step twice",
                        "routes/metrics.camel.yaml",
                        "id: render-page",
                        "id: require-usage",
                        "routes/metrics.camel.yaml:39: duplicate id require-usage, already used in routes/metrics.camel.yaml:24; give one of them another id"),
                mistake(
                        "call of what cannot be called",
                        "routes/metrics.camel.yaml",
                        "uri: direct:cluster",
                        "uri: platform-http:/cluster",
                        "routes/metrics.camel.yaml:{}: platform-http cannot be called, it can only stand in a from; call a route by a direct: of its own"));
    }

    private static Stream<Mistake> ofNames() {
        String metrics = "routes/metrics.camel.yaml";
        return Stream.of(
                mistake(
                        "component",
                        metrics,
                        "uri: direct:cluster",
                        "uri: drect:cluster",
                        metrics + ":21: unknown component drect; did you mean direct?"),
                mistake(
                        "bean reference",
                        metrics,
                        "ref: prometheus",
                        "ref: promethues",
                        metrics + ":40: no bean is named promethues; did you mean prometheus?"),
                mistake(
                        "aggregation strategy",
                        "routes/cluster.camel.yaml",
                        "aggregationStrategy: join",
                        "aggregationStrategy: joyn",
                        "routes/cluster.camel.yaml:15: no bean is named joyn; did you mean join?"),
                mistake(
                        "bean method",
                        metrics,
                        "method: render",
                        "method: rendr",
                        metrics + ":41: the bean has no method rendr; did you mean render?"),
                mistake(
                        "bean class",
                        "routes/beans.camel.yaml",
                        "render.PrometheusRenderer",
                        "render.PrometheusRendrer",
                        "routes/beans.camel.yaml:{}: there is no class"
                                + " io.github.metricsserverprom.render.PrometheusRendrer; did you mean"
                                + " io.github.metricsserverprom.render.PrometheusRenderer?"),
                mistake(
                        "exception class",
                        "routes/failures.camel.yaml",
                        "- java.lang.Exception",
                        "- java.lang.Exceptoin",
                        "routes/failures.camel.yaml:10: there is no class java.lang.Exceptoin; did you mean"
                                + " java.lang.Exception?"),
                mistake(
                        "route configuration",
                        metrics,
                        "routeConfigurationId: http-failures",
                        "routeConfigurationId: http-failure",
                        metrics + ":7: unknown routeConfigurationId http-failure; did you mean http-failures?"));
    }

    private static Stream<Mistake> ofOptions() {
        return Stream.of(
                mistake(
                        "endpoint option",
                        "routes/pod-metrics.camel.yaml",
                        "operation: listPodMetrics",
                        "operatoin: listPodMetrics",
                        "routes/pod-metrics.camel.yaml:16: unknown option operatoin of kubernetes-metrics; did you mean"
                                + " operation?"),
                mistake(
                        "label selector of an endpoint",
                        "routes/pods.camel.yaml",
                        "labelSelector: \"{{exporter.label-selector:}}\"",
                        "labelSelector: app in (web, api",
                        "routes/pods.camel.yaml:{}: labelSelector is 'app in (web, api': at its end, expected a comma or"
                                + " ')'"),
                mistake(
                        "collectors of an endpoint",
                        "routes/node-metrics.camel.yaml",
                        "collectors: \"{{exporter.collectors}}\"",
                        "collectors: node-metrics",
                        "routes/node-metrics.camel.yaml:{}: collectors is 'node-metrics': unknown collector 'node-metrics',"
                                + " expected one of node_metrics, pod_metrics, pods, nodes"),
                mistake(
                        "namespaces of an endpoint",
                        "routes/pod-metrics.camel.yaml",
                        "namespaces: \"{{exporter.namespaces:}}\"",
                        "namespaces: team-a,Team-B",
                        "routes/pod-metrics.camel.yaml:{}: namespaces is 'team-a,Team-B': 'Team-B' is no name of a"
                                + " namespace, expected up to 63 lower case letters, digits and '-' that begin and end with"
                                + " a letter or digit"),
                mistake(
                        "namespaces of an endpoint that leave none",
                        "routes/pod-metrics.camel.yaml",
                        "namespacesDenylist: \"{{exporter.namespaces-denylist:}}\"",
                        "namespacesDenylist: team-*\n              namespace: team-a",
                        "routes/pod-metrics.camel.yaml:12: route pod-metrics: no namespace is left: the denylist (team-*)"
                                + " leaves out all of team-a"),
                mistake(
                        "option of a from",
                        "routes/metrics.camel.yaml",
                        "httpMethodRestrict: GET,HEAD",
                        "httpMethodRestric: GET,HEAD",
                        "routes/metrics.camel.yaml:11: unknown option httpMethodRestric of platform-http; did you mean"
                                + " httpMethodRestrict?"),
                mistake(
                        "bean property",
                        "routes/beans.camel.yaml",
                        "        gzipLevel:",
                        "        gzipLvel:",
                        "routes/beans.camel.yaml:{}: unknown property gzipLvel; did you mean gzipLevel?"),
                mistake(
                        "bean property with a dot",
                        "routes/beans.camel.yaml",
                        "        gzipLevel:",
                        "        gzip.level:",
                        "routes/beans.camel.yaml:{}: unknown property gzip.level; write the name of a property of the bean, without a dot"),
                mistake(
                        "number of a bean property",
                        "routes/beans.camel.yaml",
                        "gzipLevel: \"{{exporter.gzip-level}}\"",
                        "gzipLevel: eleven",
                        "routes/beans.camel.yaml:{}: gzipLevel is 'eleven', expected a whole number"),
                mistake(
                        "time of a bean property",
                        "routes/beans.camel.yaml",
                        "timeout: 3s",
                        "timeout: soon",
                        "routes/beans.camel.yaml:14: timeout is 'soon', expected a time such as 500ms, 10s or 1m"),
                mistake(
                        "placeholder of a route",
                        "routes/nodes.camel.yaml",
                        "{{exporter.nodes}}",
                        "{{exporter.nods}}",
                        "routes/nodes.camel.yaml:17: there is no property exporter.nods for {{exporter.nods}}; did you"
                                + " mean exporter.nodes?"),
                mistake(
                        "placeholder of a bean",
                        "routes/beans.camel.yaml",
                        "{{exporter.nodes}}",
                        "{{exporter.nods}}",
                        "routes/beans.camel.yaml:{}: there is no property exporter.nods for {{exporter.nods}}; did you"
                                + " mean exporter.nodes?"));
    }

    private static Stream<Mistake> ofTheWhole() {
        return Stream.of(
                mistake(
                        "id twice",
                        "routes/nodes.camel.yaml",
                        "id: nodes\n",
                        "id: pods\n",
                        "routes/pods.camel.yaml:5: duplicate route id pods, already used in routes/nodes.camel.yaml:2;"
                                + " give one of them another id"),
                mistake(
                        "id twice in one file",
                        "routes/healthz.camel.yaml",
                        "id: try-pod-metrics",
                        "id: try-node-metrics",
                        "routes/healthz.camel.yaml:64: duplicate route id try-node-metrics, already used in"
                                + " routes/healthz.camel.yaml:42; give one of them another id"),
                mistake(
                        "path twice",
                        "routes/snapshot.camel.yaml",
                        "platform-http:/snapshot",
                        "platform-http:/metrics",
                        "routes/snapshot.camel.yaml:7: route snapshot consumes from platform-http:/metrics, which route"
                                + " metrics (routes/metrics.camel.yaml:9) does already; give it another path"),
                mistake(
                        "direct without a consumer",
                        "routes/metrics.camel.yaml",
                        "uri: direct:cluster",
                        "uri: direct:clster",
                        "routes/metrics.camel.yaml:21: direct:clster is called, but no route consumes from it; did you"
                                + " mean direct:cluster?"),
                mistake(
                        "no /metrics",
                        "routes/metrics.camel.yaml",
                        "platform-http:/metrics",
                        "platform-http:/metrix",
                        NO_METRICS),
                mistake(
                        "/metrics that is not started",
                        "routes/metrics.camel.yaml",
                        "    id: metrics\n",
                        "    id: metrics\n    autoStartup: false\n",
                        NO_METRICS),
                mistake(
                        "/metrics that takes no GET",
                        "routes/metrics.camel.yaml",
                        "httpMethodRestrict: GET,HEAD",
                        "httpMethodRestrict: POST",
                        NO_METRICS),
                mistake(
                        "a path of the program",
                        "routes/snapshot.camel.yaml",
                        "platform-http:/snapshot",
                        "platform-http:/readyz",
                        "routes/snapshot.camel.yaml:7: route snapshot consumes from platform-http:/readyz, a path that belongs to the program; choose"
                                + " another path"));
    }

    private static Stream<Mistake> ofSettings() {
        String file = "application.properties";
        return Stream.of(
                mistake(
                        "bad value",
                        file,
                        "exporter.timeout=10s",
                        "exporter.timeout=soon",
                        file + ":{}: exporter.timeout is 'soon', expected a time such as 500ms, 10s or 1m"),
                mistake(
                        "label selector",
                        file,
                        "exporter.label-selector=",
                        "exporter.label-selector=app=web tier=db",
                        file
                                + ":{}: exporter.label-selector is 'app=web tier=db': found 'tier' at character 9, expected a"
                                + " comma or the end"),
                mistake(
                        "settings that leave nothing to read",
                        file,
                        "exporter.collectors=node_metrics,pod_metrics,pods,nodes",
                        "exporter.collectors=pods",
                        file + ":{}: exporter.collectors is 'pods', which leaves no usage to publish: it names neither"
                                + " node_metrics nor pod_metrics"),
                mistake(
                        "unknown key",
                        file,
                        "exporter.timeout=10s",
                        "exporter.timeuot=10s",
                        file + ":{}: unknown key exporter.timeuot; did you mean exporter.timeout?"),
                mistake(
                        "unknown server key",
                        file,
                        "camel.server.port=9100",
                        "camel.server.prt=9100",
                        file + ":{}: unknown key camel.server.prt; did you mean camel.server.port?"),
                mistake(
                        "unknown Camel key",
                        file,
                        "exporter.timeout=10s",
                        "camel.main.nmae=x",
                        file + ":{}: unknown key camel.main.nmae; did you mean camel.main.name?"),
                mistake(
                        "unknown Camel group",
                        file,
                        "exporter.timeout=10s",
                        "camel.mian.name=x",
                        file + ":{}: unknown key camel.mian.name; did you mean camel.main.name?"),
                mistake(
                        "unknown component option",
                        file,
                        "exporter.timeout=10s",
                        "camel.component.direct.blok=true",
                        file + ":{}: unknown key camel.component.direct.blok; did you mean block?"),
                mistake(
                        "options of an unknown component",
                        file,
                        "exporter.timeout=10s",
                        "camel.component.dirct.block=true",
                        file + ":{}: camel.component.dirct.block: there is no component named dirct"));
    }

    /** A cluster that nobody asks: the start ends before that. */
    private static final String NOBODY =
            """
            apiVersion: v1
            kind: Config
            current-context: nobody
            clusters: [{name: nobody, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: nobody, user: {}}]
            contexts: [{name: nobody, context: {cluster: nobody, user: nobody}}]
            """;

    private Path home;
    private RunningExporter exporter;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        home = RunningExporter.install(folder);
        exporter = RunningExporter.start(home);
        Files.writeString(home.resolve("kubeconfig"), NOBODY);
    }

    @AfterAll
    void stop() {
        exporter.close();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isNamedAndServesNothingNew(Mistake mistake) throws Exception {
        Path file = home.resolve(mistake.file());
        String good = Files.readString(file);
        assertThat(mistake.from() == null || good.contains(mistake.from()))
                .as("the edit fits")
                .isTrue();
        String bad = mistake.from() == null ? mistake.to() : good.replace(mistake.from(), mistake.to());
        Files.writeString(file, bad);
        long line = bad.substring(0, bad.indexOf(mistake.to()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        String message = mistake.message().replace(":{}:", ":" + line + ":");
        try {
            HttpResponse<String> answer = exporter.reload();
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(plain(answer.body())).contains(message);
            assertThat(answer.body()).doesNotContain("Exception:").doesNotContain("\tat ");
            assertThat(plain(exporter.get(exporter.scrape("/readyz")).body())).contains(message);
            assertThat(exporter.get(exporter.management("/metrics")).body())
                    .contains("\nmetrics_server_prom_config_last_reload_successful 0.0\n");
            assertThat(exporter.get(exporter.scrape("/")).body()).contains("Needs attention");
            HttpResponse<String> page = exporter.get(exporter.scrape("/metrics"));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("\nkube_metrics_server_node_cpu_usage_cores{");

            assertThat(plain(run("check"))).startsWith("1\n").contains(message);
            assertThat(plain(run())).startsWith("1\n").contains(message);
        } finally {
            Files.writeString(file, good);
        }
        assertThat(exporter.reload().statusCode()).isEqualTo(200);
        assertThat(exporter.get(exporter.scrape("/readyz")).body()).isEqualTo("ready\n");
    }

    /** Only starting a consumer shows that it cannot start, and a check starts none. */
    @Test
    void aConsumerThatCannotStartIsNamedByReloadAndStartAndLeftAloneByCheck() throws Exception {
        String message = "routes/broken.camel.yaml:5: route broken cannot start: Starting directory does not exist:"
                + " /does/not/exist";
        Path file = home.resolve("routes/broken.camel.yaml");
        Files.writeString(
                file,
                """
                - route:
                    id: broken
                    description: Reads a folder that is not there.
                    from:
                      uri: file:/does/not/exist
                      parameters:
                        autoCreate: "false"
                        startingDirectoryMustExist: "true"
                      steps:
                        - log: "read"
                """);
        try {
            HttpResponse<String> answer = exporter.reload();
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(plain(answer.body())).isEqualTo(message + "\n");
            assertThat(exporter.get(exporter.scrape("/metrics")).statusCode()).isEqualTo(200);
            assertThat(plain(run())).startsWith("1\n").contains(message);
            assertThat(run("check")).startsWith("0\n");
        } finally {
            Files.delete(file);
        }
        assertThat(exporter.reload().statusCode()).isEqualTo(200);
    }

    /** Exit code and output of a command line. */
    private String run(String... arguments) {
        StringWriter out = new StringWriter();
        Map<String, String> environment = new HashMap<>(RunningExporter.ENVIRONMENT);
        environment.put("KUBECONFIG", home.resolve("kubeconfig").toString());
        CommandLine command = new ExporterCommand(environment, new Properties()).commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        String[] all = Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--routes",
                                home.resolve("routes").toString(),
                                "--config",
                                exporter.properties().toString()))
                .toArray(String[]::new);
        int exit = command.execute(all);
        return exit + "\n" + out;
    }

    private String plain(String text) {
        return text.replace(home + "/", "");
    }
}
