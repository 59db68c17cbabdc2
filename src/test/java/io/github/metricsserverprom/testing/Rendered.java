// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.testing;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.join.JoinStrategy;
import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.Collector;
import io.github.metricsserverprom.model.CollectorResult;
import io.github.metricsserverprom.render.PrometheusRenderer;
import io.github.metricsserverprom.scrape.CollectorRead;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Join and renderer as the routes use them, with every family on, without the routes. Not thread-safe. */
public final class Rendered {

    /** The pod and node labels that are on the page. */
    public static final String LABELS = "app,team,app.kubernetes.io/name";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final JoinStrategy join = new JoinStrategy();
    private final PrometheusRenderer renderer = new PrometheusRenderer();

    public Rendered() {
        join.setCamelContext(context);
        renderer.setCamelContext(context);
        renderer.setPodLabels(LABELS);
        renderer.setNodeLabels(LABELS);
        renderer.setContainerResources(true);
        renderer.setNodeFacts("list");
    }

    /** What the join makes of what the reads brought. */
    public ClusterSnapshot snapshot(Map<Collector, Object> reads) {
        Exchange all = null;
        for (Map.Entry<Collector, Object> read : reads.entrySet()) {
            Exchange branch = new DefaultExchange(context);
            CollectorResult result = new CollectorResult(read.getKey(), Duration.ofMillis(1), null);
            branch.getMessage().setBody(new CollectorRead(result, read.getValue()));
            all = join.aggregate(all, branch);
        }
        join.onCompletion(all);
        if (all.getException() != null) {
            throw new AssertionError("the join failed", all.getException());
        }
        return all.getMessage().getBody(ClusterSnapshot.class);
    }

    /** The page of a snapshot, read by a strict parser, which refuses a label set that is there twice. */
    public ExpositionPage page(ExpositionFormat format, ClusterSnapshot snapshot) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(snapshot);
        exchange.getMessage().setHeader("Accept", format.contentType());
        renderer.render(exchange);
        return ExpositionParser.parse(format, exchange.getMessage().getBody(ByteBuffer.class));
    }
}
