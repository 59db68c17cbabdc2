// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.exposition.ExpositionWriter;
import io.github.metricsserverprom.exposition.PageBuffer;
import io.github.metricsserverprom.model.ClusterSnapshot;
import java.lang.ref.WeakReference;
import java.util.function.Function;

/**
 * Lets scrapes that share their snapshot's data share the rendered text of it as well, for as long as one of them is being
 * answered: fifty scrapers at once render once. Thread-safe.
 */
final class SharedPages {

    /** Pages of this many sources are shared at once; more than any sensible set of contexts and routes. */
    private static final int MOST_SLOTS = 256;

    private final RecentlyUsed<Key, Slot> slots = new RecentlyUsed<>(MOST_SLOTS);

    private record Key(ExpositionFormat format, PageSource source) {}

    /**
     * The text of a snapshot's own families.
     *
     * @param snapshot what it shows
     * @param buffer   holds it; to be continued, not written to
     * @param writer   wrote it; to be continued
     */
    record Text(ClusterSnapshot snapshot, PageBuffer buffer, ExpositionWriter writer) {

        /** Whether another snapshot of the same source has the very same data, so that its text is this one. */
        boolean shows(ClusterSnapshot other) {
            return snapshot.nodes() == other.nodes()
                    && snapshot.pods() == other.pods()
                    && snapshot.families().equals(other.families())
                    && snapshot.familyRules().equals(other.familyRules());
        }
    }

    private static final class Slot {
        private WeakReference<Text> last = new WeakReference<>(null);
    }

    /** The text of a snapshot: the last one's if it is the same, else what the function renders. */
    Text of(ExpositionFormat format, ClusterSnapshot snapshot, Function<ClusterSnapshot, Text> render) {
        Slot slot = slots.of(new Key(format, PageSource.of(snapshot)), key -> new Slot());
        // One after the other on purpose: whoever waits here most likely waits for what it needs itself. Pages of other
        // clusters, selections and labels do not wait.
        synchronized (slot) {
            Text known = slot.last.get();
            if (known != null && known.shows(snapshot)) {
                return known;
            }
            Text made = render.apply(snapshot);
            slot.last = new WeakReference<>(made);
            return made;
        }
    }
}
