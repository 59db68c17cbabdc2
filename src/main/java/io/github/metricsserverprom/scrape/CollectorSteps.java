// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.metricsserverprom.apiserver.ClusterClients;
import io.github.metricsserverprom.apiserver.ReadException;
import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.model.CollectorResult;
import io.github.metricsserverprom.model.ReadFailure;
import io.github.metricsserverprom.model.UpstreamData;
import io.github.metricsserverprom.selection.PodSelection;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * First and last step of a route that does one upstream read: {@code start} names and times it, {@code success} hands what
 * it brought to the join, {@code failure} (the step of the routes' {@code onException}) hands over the reason instead,
 * so that one failing read never fails the scrape. Thread-safe.
 */
public final class CollectorSteps implements CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(CollectorSteps.class);
    private static final String COLLECTOR = "exporterCollector";
    private static final String START = "exporterCollectorStart";

    private CamelContext camelContext;
    private volatile CollectorLog log;

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        CollectorLog shared = CamelContextHelper.findSingleByType(camelContext, CollectorLog.class);
        this.log = shared != null ? shared : new CollectorLog();
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    /**
     * Names the read that this exchange does and starts its clock.
     *
     * @param collector value of the {@code collector} label
     * @throws IllegalArgumentException when there is no such collector
     */
    public void start(String collector, Exchange exchange) {
        exchange.setProperty(COLLECTOR, Collector.ofLabel(collector));
        exchange.setProperty(START, System.nanoTime());
    }

    /**
     * Makes the body, which is what the read brought, a {@link CollectorRead}, which is that of a failed read when a part
     * is missing. A null body (read is off) stays null.
     */
    public void success(Exchange exchange) {
        Object data = exchange.getMessage().getBody();
        if (data == null) {
            return;
        }
        Collector collector = collector(exchange);
        CollectorResult result = data instanceof UpstreamData known
                ? CollectorResult.of(collector, elapsed(exchange), known)
                : new CollectorResult(collector, elapsed(exchange), null);
        tell(result, exchange);
        exchange.getMessage().setBody(new CollectorRead(result, data, selection(exchange)));
    }

    /** Makes the body a {@link CollectorRead} that holds the reason of the exception just caught. */
    public void failure(Exchange exchange) {
        Collector collector = collector(exchange);
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        CollectorResult result = new CollectorResult(collector, elapsed(exchange), explain(collector, caught));
        tell(result, exchange);
        exchange.getMessage().setBody(new CollectorRead(result, null, selection(exchange)));
    }

    private void tell(CollectorResult result, Exchange exchange) {
        String context = exchange.getProperty(ClusterClients.CONTEXT_PROPERTY, "", String.class);
        log.tell(context, selection(exchange).namespaces(), result);
    }

    private static ReadFailure explain(Collector collector, Throwable caught) {
        for (Throwable t = caught; t != null; t = t.getCause()) {
            if (t instanceof ReadException known) {
                return known.failure();
            }
            if (t instanceof KubernetesClientException api) {
                String first =
                        String.valueOf(api.getMessage()).lines().findFirst().orElse("");
                return new ReadFailure(Math.max(0, api.getCode()), first, "look at the API server");
            }
        }
        LOG.error("Reading broke in a way that was not expected collector={}", collector.label(), caught);
        return new ReadFailure(0, "internal error: " + caught, "see the log of the exporter, and report it");
    }

    private static Collector collector(Exchange exchange) {
        Collector collector = exchange.getProperty(COLLECTOR, Collector.class);
        if (collector == null) {
            throw new IllegalStateException("route " + exchange.getFromRouteId()
                    + " ends a read that was not begun: its first step must be 'bean: {ref: collector, method:"
                    + " start('pod_metrics')}' or the like");
        }
        return collector;
    }

    private static Duration elapsed(Exchange exchange) {
        return Duration.ofNanos(System.nanoTime() - exchange.getProperty(START, Long.class));
    }

    private static PodSelection selection(Exchange exchange) {
        return exchange.getProperty(PodSelection.PROPERTY, PodSelection.EVERYTHING, PodSelection.class);
    }
}
