// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.model.ClusterSnapshot;
import io.github.metricsserverprom.model.PodUsage;
import io.github.metricsserverprom.quantity.Quantity;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Keeps the pods that use most, in the order of the page. Of pods that use the same, those are kept that come first by
 * namespace and name; pods of which nothing is known come last.
 *
 * @param number how many, 1 or more
 * @param value  what is compared
 */
record LargestPods(int number, Function<PodUsage, Quantity> value) implements Step {

    /** A pod with its value, so that this is summed up once. */
    private record Ranked(PodUsage pod, Quantity value) {}

    private static final Comparator<Ranked> LARGEST_FIRST = Comparator.comparing(
                    Ranked::value, Comparator.nullsFirst(Comparator.<Quantity>naturalOrder()))
            .reversed()
            .thenComparing(ranked -> ranked.pod().key());

    @Override
    public ClusterSnapshot apply(ClusterSnapshot snapshot) {
        List<PodUsage> largest = snapshot.pods().stream()
                .map(pod -> new Ranked(pod, value.apply(pod)))
                .sorted(LARGEST_FIRST)
                .limit(number)
                .map(Ranked::pod)
                .sorted(Comparator.comparing(PodUsage::key))
                .toList();
        return snapshot.withPods(largest);
    }
}
