// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;

/**
 * Pod labels that steps of a context's routes use, so that the reads of pod metrics keep them beside those that their
 * {@code labels} option names. One for each context, which routes and reads share. Thread-safe.
 */
public final class WantedPodLabels {

    private volatile Set<String> names = Set.of();

    private WantedPodLabels() {}

    /** The one of a context. */
    public static WantedPodLabels of(CamelContext context) {
        synchronized (context) {
            WantedPodLabels known = context.getCamelContextExtension().getContextPlugin(WantedPodLabels.class);
            if (known == null) {
                known = new WantedPodLabels();
                context.getCamelContextExtension().addContextPlugin(WantedPodLabels.class, known);
            }
            return known;
        }
    }

    /** Makes every read of pod metrics that begins after this call keep these labels. */
    public void add(Collection<String> wanted) {
        if (names.containsAll(wanted)) {
            return;
        }
        synchronized (this) {
            Set<String> more = new TreeSet<>(names);
            more.addAll(wanted);
            names = Set.copyOf(more);
        }
    }

    /** The filter of an endpoint, extended by what is wanted. */
    LabelFilter extend(LabelFilter filter) {
        return filter.with(names);
    }
}
