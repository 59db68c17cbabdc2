// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.exposition.ExpositionWriter;
import io.github.metricsserverprom.exposition.PageBuffer;
import io.github.metricsserverprom.model.ClusterSnapshot;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Lets scrapes that share their snapshot's data share the rendered text of it as well, for as long as it is being compressed
 * or sent for one of them: fifty scrapers at once render once. Thread-safe.
 */
final class SharedPages {

    /** Pages of this many sources are shared at once; more than any sensible set of contexts and routes. */
    private static final int MOST_SLOTS = 256;

    private final RecentlyUsed<Key, Slot> slots = new RecentlyUsed<>(MOST_SLOTS);

    private record Key(ExpositionFormat format, PageSource source) {}

    /** The text of a snapshot's own families, whose memory is given back when the last one that holds it lets go. */
    static final class Text {

        private final ClusterSnapshot snapshot;
        private final PageBuffer buffer;
        private final ExpositionWriter writer;
        private final AtomicInteger holders = new AtomicInteger(1);

        /**
         * A text that whoever made it holds.
         *
         * @param snapshot what it shows
         * @param buffer   has it
         * @param writer   wrote it
         */
        Text(ClusterSnapshot snapshot, PageBuffer buffer, ExpositionWriter writer) {
            this.snapshot = snapshot;
            this.buffer = buffer;
            this.writer = writer;
        }

        /** To be continued, not written to. */
        PageBuffer buffer() {
            return buffer;
        }

        /** To be continued. */
        ExpositionWriter writer() {
            return writer;
        }

        /** Lets go of it. To be called once by each who holds it, and by nobody who still reads it. */
        void release() {
            if (holders.decrementAndGet() == 0) {
                buffer.release();
            }
        }

        /** Whether it is held from now on by one more; no when all have let go. */
        private boolean hold() {
            return holders.updateAndGet(count -> count == 0 ? 0 : count + 1) > 0;
        }

        /** Whether another snapshot of the same source has the very same data, so that its text is this one. */
        private boolean shows(ClusterSnapshot other) {
            return snapshot.nodes() == other.nodes()
                    && snapshot.pods() == other.pods()
                    && snapshot.families().equals(other.families())
                    && snapshot.familyRules().equals(other.familyRules());
        }
    }

    private static final class Slot {
        private WeakReference<Text> last = new WeakReference<>(null);
    }

    /** The text of a snapshot, held for the caller: the last one's if it is the same, else what the function renders. */
    Text of(ExpositionFormat format, ClusterSnapshot snapshot, Function<ClusterSnapshot, Text> render) {
        Slot slot = slots.of(new Key(format, PageSource.of(snapshot)), key -> new Slot());
        // One after the other on purpose: whoever waits here most likely waits for what it needs itself. Pages of other
        // clusters, selections and labels do not wait.
        synchronized (slot) {
            Text known = slot.last.get();
            if (known != null && known.shows(snapshot) && known.hold()) {
                return known;
            }
            Text made = render.apply(snapshot);
            slot.last = new WeakReference<>(made);
            return made;
        }
    }
}
