// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A row of the fault matrix: what goes wrong, and everything that must come of it. Built once, then only read. */
final class Row {

    /** Where facts about pods come from, {@code exporter.pods}. */
    enum Mode {
        LIST,
        WATCH
    }

    /** A read that fails; the reason has SERVER for the server's URL. */
    record Failure(String collector, int status, String reason, String advice) {

        String text() {
            return collector + ": " + reason + "; " + advice;
        }

        String logLine() {
            return "WARN  Reading failed collector=" + collector + " context=NAME status=" + status + " reason=\""
                    + reason.replace("\"", "\\\"") + "\" advice=\"" + advice.replace("\"", "\\\"") + "\"";
        }
    }

    private final String fault;
    private final List<Failure> failures = new ArrayList<>();
    private Set<Mode> modes = EnumSet.of(Mode.LIST);
    private boolean tls;
    private boolean gradual;
    private boolean alone;
    private Duration timeout = Site.TIMEOUT;
    private String shows = "";
    private Consumer<Site> begin = site -> {};
    private Consumer<Site> end = site -> {
        site.wire().saysNothing();
        site.faults().clear();
    };
    private UnaryOperator<String> page = UnaryOperator.identity();
    private List<String> log = List.of();
    private List<String> logAfter = List.of();

    Row(String fault) {
        this.fault = fault;
    }

    /** In these modes; otherwise where pods are listed. */
    Row in(Mode... some) {
        modes = EnumSet.copyOf(List.of(some));
        return this;
    }

    /** The server speaks TLS. */
    Row overTls() {
        tls = true;
        return this;
    }

    /** In a program of its own, because the fault is an edit of the kubeconfig. */
    Row alone() {
        alone = true;
        return this;
    }

    /** The fault shows some time after it began. */
    Row gradually() {
        gradual = true;
        return this;
    }

    /** Scrapes have so much time instead of the usual. */
    Row within(Duration time) {
        timeout = time;
        return this;
    }

    Row begins(Consumer<Site> action) {
        begin = action;
        return this;
    }

    /** How it ends, if clearing the faults of the demo cluster does not end it. */
    Row ends(Consumer<Site> action) {
        end = action;
        return this;
    }

    /** A read fails. */
    Row fails(String collector, int status, String reason, String advice) {
        failures.add(new Failure(collector, status, reason, advice));
        return this;
    }

    /** Something that the page shows besides what follows from the reads that fail. */
    Row shows(String words, UnaryOperator<String> change) {
        shows = words;
        page = change;
        return this;
    }

    /** Lines of the log at the beginning, besides those of the reads that fail. */
    Row logs(String... lines) {
        log = List.of(lines);
        return this;
    }

    /** Lines of the log at the end, besides those of the reads that work again. */
    Row logsAfter(String... lines) {
        logAfter = List.of(lines);
        return this;
    }

    String fault() {
        return fault;
    }

    List<Failure> failures() {
        return failures;
    }

    Set<Mode> modes() {
        return modes;
    }

    boolean tls() {
        return tls;
    }

    boolean isAlone() {
        return alone;
    }

    boolean gradual() {
        return gradual;
    }

    /** Whether its reads wait for their deadline. */
    boolean waits() {
        return failures.stream().anyMatch(failure -> failure.reason().startsWith("no complete answer"));
    }

    Duration timeout() {
        return timeout;
    }

    String shows() {
        return shows;
    }

    void begin(Site site) {
        begin.accept(site);
    }

    void end(Site site) {
        end.accept(site);
    }

    Set<String> failed() {
        Set<String> collectors = new TreeSet<>();
        failures.forEach(failure -> collectors.add(failure.collector()));
        return collectors;
    }

    /** Whether there is no usage at all. */
    boolean unavailable() {
        return failed().containsAll(Set.of("node_metrics", "pod_metrics"));
    }

    /** What must be served instead of a healthy page. */
    String expected(String healthy) {
        if (unavailable()) {
            StringBuilder text = new StringBuilder();
            failures.forEach(failure -> text.append(failure.text()).append('\n'));
            return text.toString();
        }
        return page.apply(Pages.without(healthy, failed()));
    }

    /** What must be logged when it begins, in any order. */
    List<String> log() {
        List<String> lines = new ArrayList<>(log);
        failures.forEach(failure -> lines.add(failure.logLine()));
        return named(lines);
    }

    /** What must be logged when it is over, in any order. */
    List<String> logAfter() {
        List<String> lines = new ArrayList<>(logAfter);
        failures.forEach(failure -> lines.add(
                "INFO  Reading works again collector=" + failure.collector() + " context=NAME failed_for_seconds=N"));
        return named(lines);
    }

    /** Where there is but one cluster the log does not name it. */
    private List<String> named(List<String> lines) {
        return alone
                ? lines.stream().map(line -> line.replace(" context=NAME", "")).toList()
                : lines;
    }
}
