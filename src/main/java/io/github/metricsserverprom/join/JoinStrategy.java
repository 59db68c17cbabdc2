// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.join;

import io.github.metricsserverprom.apiserver.ClusterClients;
import io.github.metricsserverprom.scrape.CollectorRead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.support.CamelContextHelper;

/**
 * Aggregation strategy of the multicast that does the upstream reads: collects what each branch brought and, when all
 * are there, joins whole lists by namespace and name into a {@code ClusterSnapshot}. Thread-safe.
 */
public final class JoinStrategy implements AggregationStrategy, CamelContextAware {

    private final Map<Source, Join> joins = new ConcurrentHashMap<>();
    private CamelContext camelContext;
    private volatile FactsMemory memory;

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        FactsMemory shared = CamelContextHelper.findSingleByType(camelContext, FactsMemory.class);
        this.memory = shared != null ? shared : new FactsMemory();
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    /** The reads collected so far; a type of its own so that no branch's body is mistaken for it. */
    private record Reads(List<CollectorRead> reads) {}

    @Override
    public Exchange aggregate(Exchange collected, Exchange branch) {
        Exchange answer = collected == null ? settled(branch) : collected;
        Object body = branch.getMessage().getBody();
        Reads reads = collected == null
                ? new Reads(new ArrayList<>())
                : collected.getMessage().getBody(Reads.class);
        if (body instanceof CollectorRead read) {
            reads.reads().add(read);
        } else if (branch.getException() != null) {
            answer.setException(branch.getException());
        } else if (body != null) {
            answer.setException(
                    new IllegalStateException(
                            "a read brought " + body.getClass().getName()
                                    + " to the join; the last step of its route must be 'bean: {ref: collector, method: success}'"));
        }
        answer.getMessage().setBody(reads);
        return answer;
    }

    /**
     * The first branch goes on as the result. Where its read failed and the failure was handled, what is left of that on
     * the exchange would stop the steps that follow, as if nothing were left to do.
     */
    private static Exchange settled(Exchange branch) {
        ExchangeExtension state = branch.getExchangeExtension();
        state.setErrorHandlerHandled(null);
        state.setFailureHandled(false);
        state.setRedeliveryExhausted(false);
        branch.removeProperty(ExchangePropertyKey.EXCEPTION_CAUGHT);
        branch.removeProperty(ExchangePropertyKey.FAILURE_ENDPOINT);
        branch.removeProperty(ExchangePropertyKey.FAILURE_ROUTE_ID);
        return branch;
    }

    @Override
    public void onCompletion(Exchange exchange) {
        if (exchange.getException() != null || !(exchange.getMessage().getBody() instanceof Reads reads)) {
            return;
        }
        String context = exchange.getProperty(ClusterClients.CONTEXT_PROPERTY, "", String.class);
        try {
            Source source = Source.of(context, reads.reads());
            exchange.getMessage()
                    .setBody(joins.computeIfAbsent(source, Join::new).join(reads.reads(), memory.of(source)));
        } catch (RuntimeException e) {
            // The engine does not expect an exception here; on the exchange it reaches the route's error handling.
            exchange.setException(e);
        }
    }
}
