// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Camel's components obey headers whose names begin with {@code Camel}; none of them may come from outside, in whatever
 * case (CVE-2025-27636, CVE-2025-29891), as a header, as a query parameter or as a field of a form.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsIT {

    private static final String EVIL = "evil-value";

    /** More would be more than a request may have. */
    private static final int PER_REQUEST = 30;

    private static final String RECORDER =
            """
            - route:
                id: recorder
                from:
                  uri: platform-http:/recorder
                  steps:
                    - process:
                        ref: recorder
            """;

    private final Recorder recorder = new Recorder();
    private ApiServer api;
    private Pipeline pipeline;

    @BeforeAll
    void start() throws Exception {
        api = ApiServer.recorded();
        pipeline =
                Pipeline.reading(api).bind("recorder", recorder).route(RECORDER).start();
    }

    @AfterAll
    void stop() {
        pipeline.close();
        api.close();
    }

    /** Every header that the Kubernetes component and Camel itself know, and some of other components. */
    private static Set<String> names() {
        Set<String> names = new TreeSet<>(List.of(
                "CamelBeanMethodName",
                "CamelBeanName",
                "CamelExecCommandExecutable",
                "CamelExecCommandArgs",
                "CamelFileNameConsumed",
                "CamelRestHttpUri",
                "CamelJacksonUnmarshalType",
                "CamelLanguageScript",
                "CamelSqlQuery",
                "CamelToEndpoint",
                "CamelAnything"));
        for (Class<?> type : new Class<?>[] {KubernetesConstants.class, Exchange.class}) {
            for (Field field : type.getFields()) {
                if (field.getType() == String.class && Modifier.isStatic(field.getModifiers())) {
                    names.add(value(field));
                }
            }
        }
        return names.stream().filter(name -> name.startsWith("Camel")).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<List<String>> chunks(UnaryOperator<String> spelling) {
        List<String> names = names().stream().map(spelling).toList();
        List<List<String>> chunks = new ArrayList<>();
        for (int i = 0; i < names.size(); i += PER_REQUEST) {
            chunks.add(names.subList(i, Math.min(names.size(), i + PER_REQUEST)));
        }
        return chunks;
    }

    private static String alternating(String name) {
        StringBuilder mixed = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            mixed.append(i % 2 == 0 ? Character.toLowerCase(letter) : Character.toUpperCase(letter));
        }
        return mixed.toString();
    }

    private static final Map<String, UnaryOperator<String>> SPELLINGS = Map.of(
            "as Camel writes it",
            UnaryOperator.identity(),
            "lower case",
            name -> name.toLowerCase(Locale.ROOT),
            "upper case",
            name -> name.toUpperCase(Locale.ROOT),
            "cAmEl",
            HostileRequestsIT::alternating);

    static Stream<Arguments> routesAndSpellings() {
        return Stream.of("/metrics", "/healthz", "/snapshot", "/")
                .flatMap(path -> SPELLINGS.keySet().stream().map(spelling -> Arguments.of(path, spelling)));
    }

    static Stream<String> spellings() {
        return SPELLINGS.keySet().stream();
    }

    private static String[] asHeaders(List<String> names) {
        return names.stream().flatMap(name -> Stream.of(name, EVIL)).toArray(String[]::new);
    }

    private static String asQuery(List<String> names) {
        return names.stream().map(name -> name + "=" + EVIL).collect(Collectors.joining("&", "?", ""));
    }

    private List<String> asked() {
        return api.requests().stream()
                .map(request -> request.path() + "?" + request.query())
                .toList();
    }

    @Test
    void theListOfNamesIsLong() {
        assertThat(names())
                .hasSizeGreaterThan(100)
                .contains("CamelKubernetesNamespaceName", "CamelKubernetesOperation", "CamelHttpUri");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("routesAndSpellings")
    void noRouteDoesAnythingElseForThem(String path, String spelling) throws Exception {
        Reply plain = pipeline.get(path);
        Set<String> reads = Set.copyOf(asked());
        for (List<String> names : chunks(SPELLINGS.get(spelling))) {
            for (Reply hostile : List.of(pipeline.get(path, asHeaders(names)), pipeline.get(path + asQuery(names)))) {
                assertThat(hostile.status()).isEqualTo(200);
                assertThat(hostile.response().headers().map().keySet())
                        .isEqualTo(plain.response().headers().map().keySet());
                assertThat(hostile.text()).doesNotContain(EVIL);
            }
        }
        assertThat(Set.copyOf(asked())).isSubsetOf(reads);
        assertThat(api.requests().stream().map(String::valueOf)).noneMatch(request -> request.contains(EVIL));
    }

    /** Keeps the headers that a route begins with. */
    private static final class Recorder implements Processor {

        private final List<Map<String, Object>> seen = new CopyOnWriteArrayList<>();

        @Override
        public void process(Exchange exchange) {
            seen.add(Map.copyOf(exchange.getMessage().getHeaders()));
            exchange.getMessage().setBody("seen");
        }
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void anOperatorsRouteSeesNoneOfThem(String spelling) throws Exception {
        recorder.seen.clear();
        pipeline.get("/recorder?harmless=1", "X-Harmless", "2");
        for (List<String> names : chunks(SPELLINGS.get(spelling))) {
            pipeline.get("/recorder?harmless=1", asHeaders(names));
            pipeline.get("/recorder" + asQuery(names) + "&harmless=1");
            pipeline.postForm("/recorder?harmless=1", asQuery(names).substring(1));
        }
        Set<String> own = camelNames(recorder.seen.get(0));
        assertThat(own).contains("CamelHttpUri");
        assertThat(recorder.seen)
                .hasSize(1 + 3 * chunks(SPELLINGS.get(spelling)).size());
        for (Map<String, Object> headers : recorder.seen) {
            assertThat(headers.get("harmless"))
                    .as("what is harmless does come in")
                    .isEqualTo("1");
            assertThat(camelNames(headers)).isEqualTo(own);
            assertThat(headers.values()).noneMatch(EVIL::equals);
        }
    }

    private static Set<String> camelNames(Map<String, Object> headers) {
        return headers.keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("camel"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
