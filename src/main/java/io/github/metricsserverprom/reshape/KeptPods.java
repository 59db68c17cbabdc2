// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.PodUsage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Aggregation strategy of a {@code split} over <code>${body.pods}</code>: leaves the snapshot with those pods whose message
 * has the exchange property {@code kept} set to true, which a {@code filter} in the split does. Thread-safe.
 */
public final class KeptPods implements AggregationStrategy {

    /** The exchange property that says that a pod stays. */
    private static final String PROPERTY = "kept";

    /** The pods so far; a type of its own so that no message's body is mistaken for it. */
    private record Kept(List<PodUsage> pods) {}

    @Override
    public Exchange aggregate(Exchange collected, Exchange one) {
        return aggregate(collected, one, one);
    }

    @Override
    public Exchange aggregate(Exchange collected, Exchange one, Exchange input) {
        Exchange answer = collected == null ? one : collected;
        Kept kept = collected == null
                ? new Kept(new ArrayList<>())
                : collected.getMessage().getBody(Kept.class);
        Object body = one.getMessage().getBody();
        if (one.getException() != null) {
            answer.setException(one.getException());
        } else if (one.getProperty(PROPERTY, false, boolean.class)) {
            if (body instanceof PodUsage pod) {
                kept.pods().add(pod);
            } else {
                answer.setException(new ReshapeException("a step of the split left "
                        + (body == null ? "nothing" : body.getClass().getName()) + " in place of its pod"));
            }
        }
        answer.getMessage().setBody(kept);
        return answer;
    }

    @Override
    public void onCompletion(Exchange answer, Exchange input) {
        if (answer != null
                && answer.getException() == null
                && answer.getMessage().getBody() instanceof Kept kept
                && input.getMessage().getBody() instanceof ClusterSnapshot snapshot) {
            kept.pods().sort(Comparator.comparing(PodUsage::key));
            answer.getMessage().setBody(snapshot.withPods(kept.pods()));
        }
    }
}
