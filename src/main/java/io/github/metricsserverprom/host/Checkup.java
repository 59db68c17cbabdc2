// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.kubernetes.Check;
import io.github.metricsserverprom.kubernetes.StartupReport;
import io.github.metricsserverprom.kubernetes.StartupReport.Verdict;
import io.github.metricsserverprom.selection.ReadPlan;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the start-up report of each context of a way to the cluster and tells the log. Where something fails it looks again until
 * nothing does. Thread-safe.
 */
final class Checkup implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Checkup.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final ClusterLink link;
    private final ReadPlan plan;
    private final Consumer<String> hopeless;
    private final Map<String, StartupReport> reports = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private Checkup(Vertx vertx, ClusterLink link, ReadPlan plan, Consumer<String> hopeless) {
        this.vertx = vertx;
        this.link = link;
        this.plan = plan;
        this.hopeless = hopeless;
    }

    /**
     * Begins to look.
     *
     * @param plan     what is to be read
     * @param hopeless told why, when the first look at the chosen context finds that it cannot work as it is configured
     */
    static Checkup begin(Vertx vertx, ClusterLink link, ReadPlan plan, Consumer<String> hopeless) {
        Checkup checkup = new Checkup(vertx, link, plan, hopeless);
        link.contexts().forEach(context -> checkup.look(context, FIRST_PAUSE));
        return checkup;
    }

    private void look(String context, Duration pause) {
        if (!closed) {
            vertx.executeBlocking(() -> link.report(context, plan), false)
                    .onSuccess(report -> heard(context, report, pause))
                    .onFailure(e -> LOG.warn("The way to the cluster cannot be checked context={}", context, e));
        }
    }

    private void heard(String context, StartupReport report, Duration pause) {
        if (closed) {
            return;
        }
        StartupReport before = reports.put(context, report);
        boolean chosen = context.equals(link.chosen());
        log(context, chosen, before, report);
        if (before == null && chosen && report.verdict() == Verdict.CANNOT_WORK) {
            hopeless.accept(failures(report).reduce((first, last) -> last).orElseThrow());
        } else if (!report.ok()) {
            Duration longer = pause.multipliedBy(2);
            vertx.setTimer(
                    pause.toMillis(),
                    timer -> look(context, longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE));
        }
    }

    /** All lines at first, later those that are new; of a further context that is well, one. */
    private void log(String context, boolean chosen, StartupReport before, StartupReport report) {
        List<Check> checks = report.checks();
        if (!chosen) {
            String server = checks.stream()
                    .filter(check -> check.name().equals("reachable"))
                    .map(Check::text)
                    .findFirst()
                    .orElse("");
            if (report.ok() && (before == null || !before.ok())) {
                LOG.info("[init] context {}: OK: {}", context, server);
            }
            checks = checks.stream()
                    .filter(check -> check.status() != Check.Status.OK)
                    .toList();
        }
        for (Check check : checks) {
            if (before != null && before.checks().contains(check)) {
                continue;
            }
            if (check.status() == Check.Status.OK) {
                LOG.info("[init] {}", link.named(context, check.line()));
            } else {
                LOG.warn("[init] {}", link.named(context, check.line()));
            }
        }
    }

    /** What fails, a line each; empty when nothing does, or nothing is known yet. */
    List<String> problems() {
        return link.contexts().stream()
                .filter(reports::containsKey)
                .flatMap(context -> failures(reports.get(context)).map(text -> link.named(context, text)))
                .toList();
    }

    private static Stream<String> failures(StartupReport report) {
        return report.checks().stream()
                .filter(check -> check.status() == Check.Status.FAIL)
                .map(check -> check.advice().isEmpty() ? check.text() : check.text() + "; " + check.advice());
    }

    /** Looks no more. */
    @Override
    public void close() {
        closed = true;
    }
}
