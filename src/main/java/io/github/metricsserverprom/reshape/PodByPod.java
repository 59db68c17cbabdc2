// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.CollectorResult;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodFactsList;
import io.github.metricsserverprom.model.PodKey;
import io.github.metricsserverprom.model.PodMetrics;
import io.github.metricsserverprom.model.PodUsage;
import io.github.metricsserverprom.scrape.CollectorRead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/**
 * The join done by messages: one for the facts and one for the usage of each pod, which the {@code aggregate} EIP puts
 * together by the key of the pod. As aggregation strategy it merges the two, and lets a route go on behind a read; its other methods are the steps around that.
 * Slower than the join of whole lists, which is the default. Thread-safe.
 */
public final class PodByPod implements AggregationStrategy {

    private static final String PROPERTY = "exporterPodByPod";

    /** One scrape: where it began, and the pods that came through. */
    private record Scrape(ClusterSnapshot snapshot, List<CollectorResult> results, Queue<PodUsage> pods) {}

    /**
     * One message: what is known so far of one pod in one scrape.
     *
     * @param scrape identity of the scrape, so that scrapes at once do not mix
     * @param key    the pod
     * @param facts  null when not known
     * @param usage  null when not known
     */
    public record Part(String scrape, PodKey key, PodFacts facts, PodMetrics usage) {

        /** What the parts of one pod in one scrape have in common. */
        public String correlation() {
            return scrape + ' ' + key;
        }

        /** Whether there is usage, which completes a pod: one without facts is published too. */
        public boolean complete() {
            return usage != null;
        }
    }

    /** First step: keeps the snapshot in the body, whose pods have no facts yet, for the last one. */
    public void begin(Exchange exchange) {
        ClusterSnapshot snapshot = exchange.getMessage().getBody(ClusterSnapshot.class);
        exchange.setProperty(PROPERTY, new Scrape(snapshot, new ArrayList<>(), new ConcurrentLinkedQueue<>()));
    }

    /** Makes the body, the read of facts, a list of one part for each pod; empty when the read failed or is off. */
    public void facts(Exchange exchange) {
        String id = exchange.getExchangeId();
        List<Part> parts = new ArrayList<>();
        if (exchange.getMessage().getBody() instanceof CollectorRead read) {
            scrape(exchange).results().add(read.result());
            if (read.data() instanceof PodFactsList list) {
                list.byKey().forEach((key, facts) -> parts.add(new Part(id, key, facts, null)));
            }
        }
        exchange.getMessage().setBody(parts);
    }

    /** Makes the body a list of one part for each pod of the snapshot. */
    public void usage(Exchange exchange) {
        String id = exchange.getExchangeId();
        exchange.getMessage()
                .setBody(scrape(exchange).snapshot().pods().stream()
                        .map(pod -> new Part(id, pod.key(), null, pod.metrics()))
                        .toList());
    }

    @Override
    public Exchange aggregate(Exchange collected, Exchange one) {
        if (!(one.getMessage().getBody() instanceof Part part)) {
            return afterRead(one);
        }
        if (collected != null) {
            PodFacts facts = collected.getMessage().getBody(Part.class).facts();
            one.getMessage().setBody(new Part(part.scrape(), part.key(), facts, part.usage()));
        }
        return one;
    }

    /** A read that failed has its failure in the body; the mark that it was handled would end the route here. */
    private static Exchange afterRead(Exchange read) {
        Exchange unmarked = new DefaultExchange(read.getContext(), read.getPattern());
        unmarked.setMessage(read.getMessage().copy());
        return unmarked;
    }

    /**
     * Puts a complete pod to those of its scrape. Here and not in a step behind the aggregation, since Camel may run such
     * steps when the route that split has gone on already.
     */
    @Override
    public void onCompletion(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof Part part && part.complete()) {
            boolean matched = part.facts() != null;
            scrape(exchange).pods().add(new PodUsage(part.usage(), matched ? part.facts() : PodFacts.UNKNOWN, matched));
        }
    }

    /** Last step: makes the body the snapshot with the pods that came through. */
    public void end(Exchange exchange) {
        Scrape scrape = scrape(exchange);
        List<PodUsage> pods = scrape.pods().stream()
                .sorted(Comparator.comparing(PodUsage::key))
                .toList();
        List<CollectorResult> results = new ArrayList<>(scrape.snapshot().collectors());
        results.addAll(scrape.results());
        results.sort(Comparator.comparing(CollectorResult::collector));
        long unmatched = scrape.results().isEmpty()
                ? 0
                : pods.stream().filter(pod -> !pod.matched()).count();
        exchange.getMessage()
                .setBody(scrape.snapshot().withPods(pods).withCollectors(List.copyOf(results), (int) unmatched));
    }

    private static Scrape scrape(Exchange exchange) {
        Scrape scrape = exchange.getProperty(PROPERTY, Scrape.class);
        if (scrape == null) {
            throw new ReshapeException("the step begin of pod-by-pod must stand before its other steps");
        }
        return scrape;
    }
}
