// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.github.metricsserverprom.apiserver.Deadline;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.apiserver.UpstreamMetrics;
import io.github.metricsserverprom.apiserver.WatchState;
import io.github.metricsserverprom.demo.DemoCluster;
import io.github.metricsserverprom.demo.DemoOptions;
import io.github.metricsserverprom.demo.DemoPod;
import io.github.metricsserverprom.demo.DemoTarget;
import io.github.metricsserverprom.demo.Fault;
import io.github.metricsserverprom.demo.Fault.Where;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.selection.LabelSelector;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The watch against a simulated API server that does all that real ones do to watches. */
class PodWatchesIT {

    private static final PodQuery ALL = new PodQuery("", NamespaceDenylist.NONE, LabelSelector.ALL, false, 50);

    private static Vertx vertx;
    private DemoCluster cluster;
    private KubernetesClient client;
    private PodWatches watches;
    private PodWatches.Lease lease;
    private final Recorder recorder = new Recorder();

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void start() {
        DemoOptions options = DemoOptions.change()
                .nodes(6)
                .podsPerNode(30)
                .watchHistory(10_000)
                .bookmarkInterval(Duration.ofMillis(50))
                .done();
        cluster = DemoCluster.start(vertx, options, InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(cluster.uri().toString())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        watches.close();
        client.close();
        cluster.close();
    }

    private static WatchTimes quick() {
        return new WatchTimes(
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofMinutes(5),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10));
    }

    private static WatchTimes with(Duration silence, Duration grace, Duration outage, Duration refused) {
        WatchTimes times = quick();
        return new WatchTimes(
                times.page(),
                silence,
                times.connection(),
                times.firstPause(),
                times.longestPause(),
                grace,
                outage,
                refused,
                times.unused());
    }

    private void watch(WatchTimes times) {
        watches = new PodWatches(context -> client, recorder, times);
        lease = watches.hold(ALL);
    }

    private PodFactsList facts() throws ReadException {
        return watches.facts("", ALL, Deadline.in(Duration.ofSeconds(20))).orElseThrow();
    }

    private Map<PodKey, String> truth() {
        return cluster.pods().stream()
                .collect(Collectors.toMap(
                        pod -> new PodKey(pod.namespace(), pod.name()),
                        pod -> text(pod.uid(), pod.node(), pod.ip(), pod.hostIp(), pod.phase())));
    }

    private Map<PodKey, String> known() throws ReadException {
        return facts().byKey().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> {
            PodFacts facts = entry.getValue();
            return text(facts.uid(), facts.node(), facts.ip(), facts.hostIp(), facts.phase());
        }));
    }

    private static String text(String... values) {
        return String.join(" ", values);
    }

    private void awaitTruth() {
        await().ignoreExceptionsInstanceOf(ReadException.class)
                .untilAsserted(() -> assertThat(known()).isEqualTo(truth()));
    }

    private void awaitOpen(int number) {
        await().until(() -> cluster.traffic().of(DemoTarget.PODS_WATCH).open() == number);
    }

    private DemoPod anyOf(String namespace) {
        return cluster.pods().stream()
                .filter(pod -> pod.namespace().equals(namespace) && pod.phase().equals("Running"))
                .findFirst()
                .orElseThrow();
    }

    private String busiest() {
        return cluster.pods().stream()
                .collect(Collectors.groupingBy(DemoPod::namespace, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    @Test
    void theFirstListIsReadPageByPageAndIsWhole() throws Exception {
        watch(quick());

        assertThat(known()).isEqualTo(truth()).hasSize(180);
        assertThat(cluster.traffic().of(DemoTarget.PODS).requests()).isEqualTo(4);
    }

    @Test
    void changesAreFollowedWithoutAnotherList() throws Exception {
        watch(quick());
        known();
        awaitOpen(1);
        DemoPod deleted = anyOf(busiest());
        cluster.delete(deleted.namespace(), deleted.name());
        DemoPod recreated = anyOf(busiest());
        cluster.recreate(recreated.namespace(), recreated.name());
        cluster.churn(25);

        awaitTruth();

        assertThat(known()).doesNotContainKey(new PodKey(deleted.namespace(), deleted.name()));
        assertThat(cluster.traffic().of(DemoTarget.PODS).requests()).isEqualTo(4);
        assertThat(recorder.only().relists()).isZero();
    }

    @Test
    void podsThatDidNotChangeKeepTheirObjectsAndSoDoesTheList() throws Exception {
        watch(quick());
        PodFactsList first = facts();
        awaitOpen(1);
        assertThat(facts()).isSameAs(first);

        cluster.churn(1);
        awaitTruth();

        PodFactsList second = facts();
        long same = second.byKey().entrySet().stream()
                .filter(entry -> first.byKey().get(entry.getKey()) == entry.getValue())
                .count();
        assertThat(same).isEqualTo(179);
    }

    @Test
    void afterATooOldVersionPodsAreListedAgainAndNoDeleteIsMissed() throws Exception {
        watch(quick());
        known();
        awaitOpen(1);
        // No watch is open while things change, and their history is gone before the next one asks.
        cluster.faults().set(DemoTarget.PODS_WATCH, Fault.reset(Where.BEFORE_HEADERS));
        cluster.faults().closeWatches();
        awaitOpen(0);
        DemoPod deleted = anyOf(busiest());
        cluster.delete(deleted.namespace(), deleted.name());
        cluster.churn(20);
        cluster.faults().expireResourceVersions();
        cluster.faults().clear();

        awaitTruth();

        assertThat(recorder.only().relists()).isEqualTo(1);
        cluster.churn(20);
        awaitTruth();
        assertThat(recorder.only().relists()).isEqualTo(1);
    }

    @Test
    void aWatchEndedInGoodOrderGoesOnFromWhereItWas() throws Exception {
        watch(quick());
        known();
        for (int i = 0; i < 4; i++) {
            awaitOpen(1);
            cluster.faults().closeWatches();
            cluster.churn(5);
            awaitTruth();
        }

        assertThat(recorder.only().relists()).isZero();
        assertThat(cluster.traffic().of(DemoTarget.PODS_WATCH).requests()).isGreaterThanOrEqualTo(5);
    }

    static List<Arguments> interruptions() {
        return List.of(
                Arguments.of("reset before headers", Fault.reset(Where.BEFORE_HEADERS)),
                Arguments.of("reset after headers", Fault.reset(Where.AFTER_HEADERS)),
                Arguments.of("half-closed", Fault.halfClose(Where.AFTER_HEADERS)),
                Arguments.of("503", Fault.reply(503, "text/plain", "apiserver is shutting down")),
                Arguments.of("429", Fault.reply(429, "text/plain", "too many requests")),
                Arguments.of("401", Fault.reply(401, "text/plain", "Unauthorized")),
                Arguments.of("garbage", Fault.garbage()),
                Arguments.of("a web page", Fault.reply(200, "text/html", "<html>\n<body>\n")),
                Arguments.of("an event of nothing", Fault.reply(200, "application/json", "{\"type\":\"ADDED\"}\n")),
                Arguments.of(
                        "500 Status",
                        Fault.reply(
                                200,
                                "application/json",
                                """
                        {"type":"ERROR","object":{"kind":"Status","status":"Failure","code":500,"message":"etcd"}}
                        """)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("interruptions")
    void anInterruptedWatchIsTakenUpAgain(String name, Fault fault) throws Exception {
        watch(quick());
        known();
        awaitOpen(1);
        cluster.faults().set(DemoTarget.PODS_WATCH, fault, 2);
        cluster.faults().closeWatches();
        cluster.churn(15);

        awaitTruth();
        awaitOpen(1);
        await().until(() -> recorder.only().synced());
    }

    @Test
    void aWatchThatIsSilentlyDeadIsNoticed() throws Exception {
        watch(with(Duration.ofMillis(400), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(5)));
        cluster.faults().set(DemoTarget.PODS_WATCH, Fault.hang(Where.AFTER_HEADERS), 1);
        known();
        cluster.churn(15);

        awaitTruth();

        assertThat(recorder.only().relists()).isZero();
    }

    @Test
    void bookmarksKeepAWatchAliveInWhichNothingChanges() throws Exception {
        watch(with(Duration.ofMillis(1_000), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(5)));
        known();
        awaitOpen(1);
        double first = recorder.only().lastEventSeconds();

        await().until(() -> recorder.only().lastEventSeconds() > first + 2.5);

        assertThat(cluster.traffic().of(DemoTarget.PODS_WATCH).requests()).isEqualTo(1);
    }

    @Test
    void bookmarksMoveTheVersionThatIsResumedFrom() throws Exception {
        watch(quick());
        known();
        awaitOpen(1);
        double first = recorder.only().lastEventSeconds();
        cluster.churn(3);
        awaitTruth();
        await().until(() -> recorder.only().lastEventSeconds() > first);
        cluster.faults().closeWatches();
        await().until(() -> cluster.traffic().of(DemoTarget.PODS_WATCH).requests() == 2);
        cluster.churn(3);
        awaitTruth();

        assertThat(recorder.only().relists()).isZero();
    }

    @Test
    void aScrapeDuringTheFirstListWaitsNoLongerThanItsDeadlineAndSaysWhy() throws Exception {
        watch(quick());
        cluster.faults().set(DemoTarget.PODS, Fault.latency(Duration.ofMillis(400)));

        assertThatThrownBy(() -> watches.facts("", ALL, Deadline.in(Duration.ofMillis(600))))
                .isInstanceOf(ReadException.class)
                .hasMessageContaining("the first list of all pods is not complete yet");
        assertThat(known()).isEqualTo(truth());
    }

    @Test
    void whereContinueTokensExpireBeforeTheListEndsPodsAreReadAtOnce() throws Exception {
        watch(quick());
        // The answer to the second page, and to every further one: only a list without pages gets through.
        cluster.faults().set(DemoTarget.PODS, Fault.latency(Duration.ofMillis(300)));
        Thread expiry = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                cluster.churn(1);
                cluster.faults().expireResourceVersions();
            }
        });
        expiry.start();
        try {
            assertThat(facts().byKey()).hasSize(180);
        } finally {
            expiry.interrupt();
            expiry.join();
            cluster.faults().clear();
        }

        awaitTruth();
    }

    @Test
    void aListThatIsRefusedFailsAtOnceAndIsTriedAgain() {
        watch(quick());
        cluster.faults().deny(DemoTarget.PODS);

        assertThatThrownBy(this::facts).isInstanceOfSatisfying(ReadException.class, e -> assertThat(
                        e.failure().status())
                .isEqualTo(403));

        cluster.faults().clear();
        awaitTruth();
    }

    @Test
    void whereWatchingIsNotAllowedTheCallerIsToldToList() throws Exception {
        watch(with(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMillis(1_500)));
        cluster.faults().deny(DemoTarget.PODS_WATCH);
        await().until(() ->
                watches.facts("", ALL, Deadline.in(Duration.ofSeconds(20))).isEmpty());
        assertThat(recorder.only().synced()).isFalse();

        cluster.faults().clear();

        await().until(() ->
                watches.facts("", ALL, Deadline.in(Duration.ofSeconds(20))).isPresent());
        awaitTruth();
    }

    @Test
    void whatCannotBeFollowedForTooLongIsNotCalledCurrent() throws Exception {
        watch(with(Duration.ofSeconds(20), Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofMinutes(5)));
        known();
        awaitOpen(1);
        cluster.faults().set(DemoTarget.PODS_WATCH, Fault.reply(503, "text/plain", "shutting down"));
        cluster.faults().closeWatches();

        await().untilAsserted(() -> assertThatThrownBy(this::facts)
                .isInstanceOf(ReadException.class)
                .hasMessageContaining("pods could not be watched for")
                .hasMessageContaining("shutting down"));
        cluster.churn(5);
        cluster.faults().clear();
        awaitTruth();
        assertThat(recorder.only().relists()).isZero();
    }

    @Test
    void afterALongOutagePodsAreListedAgain() throws Exception {
        watch(with(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofMillis(500), Duration.ofMinutes(5)));
        known();
        awaitOpen(1);
        cluster.faults().set(DemoTarget.PODS_WATCH, Fault.reset(Where.BEFORE_HEADERS));
        cluster.faults().closeWatches();
        await().until(() -> recorder.only().relists() > 0);
        cluster.faults().clear();
        cluster.churn(5);

        awaitTruth();
    }

    @Test
    void aWatchLivesAsLongAsSomebodyHoldsItsLease() throws Exception {
        watch(quick());
        known();
        awaitOpen(1);
        PodWatches.Lease next = watches.hold(ALL);
        lease.close();
        assertThat(facts().byKey()).hasSize(180);
        assertThat(cluster.traffic().of(DemoTarget.PODS).requests()).isEqualTo(4);

        next.close();

        awaitOpen(0);
        assertThat(recorder.running).isEmpty();
        assertThat(watches.facts("", ALL, Deadline.in(Duration.ofSeconds(1)))).isEmpty();
    }

    @Test
    void aWatchThatNobodyAsksForIsGivenUpAndBegunAgainWhenAsked() throws Exception {
        WatchTimes times = quick();
        watch(new WatchTimes(
                times.page(),
                times.silence(),
                times.connection(),
                times.firstPause(),
                times.longestPause(),
                times.grace(),
                times.outage(),
                times.refused(),
                Duration.ofMillis(300)));
        watches.facts("", ALL, Deadline.in(Duration.ofSeconds(20)));

        await().until(recorder.running::isEmpty);
        awaitOpen(0);
        await().until(() ->
                watches.facts("", ALL, Deadline.in(Duration.ofSeconds(20))).isPresent());
    }

    @Test
    void clustersThatHangDoNotHoldUpTheWatchOfAnother() throws Exception {
        DemoCluster hanging = cluster;
        KubernetesClient stuck = client;
        start();
        hanging.faults().set(DemoTarget.PODS, Fault.hang(Fault.Where.BEFORE_HEADERS));
        watches = new PodWatches(context -> context.isEmpty() ? client : stuck, recorder, quick());
        lease = watches.hold(ALL);
        for (String context : List.of("a", "b", "c", "d")) {
            assertThatThrownBy(() -> watches.facts(context, ALL, Deadline.in(Duration.ofMillis(100))))
                    .isInstanceOf(ReadException.class);
        }

        assertThat(known()).isEqualTo(truth());
        cluster.churn(20);
        awaitTruth();
        stuck.close();
        hanging.close();
    }

    private static final class Recorder implements UpstreamMetrics {

        private final List<WatchState> running = new CopyOnWriteArrayList<>();

        WatchState only() {
            assertThat(running).hasSize(1);
            return running.get(0);
        }

        @Override
        public void request(String resource, String verb, int status, long nanos, long bytes) {}

        @Override
        public void watchStarted(WatchState watch) {
            running.add(watch);
        }

        @Override
        public void watchStopped(WatchState watch) {
            running.remove(watch);
        }
    }
}
