// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: twice as long after each failure in a row, within limits, and by chance up to half
 * of it less, so that many watches do not come back at the same moment. Not thread-safe.
 */
final class WatchPauses {

    /** Beyond so many doublings every pause is the longest. */
    private static final int DOUBLINGS = 20;

    private final WatchTimes times;
    private int tries;

    WatchPauses(WatchTimes times) {
        this.times = times;
    }

    /** Something went well: the next pause is the first one again. */
    void reset() {
        tries = 0;
    }

    /**
     * The pause before the next try, in milliseconds.
     *
     * @param firstAtOnce whether the first try after something that went well needs no pause
     */
    long next(boolean firstAtOnce) {
        tries++;
        if (firstAtOnce && tries == 1) {
            return 0;
        }
        long pause = Math.min(
                times.longestPause().toMillis(), times.firstPause().toMillis() << Math.min(tries - 1, DOUBLINGS));
        return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    }
}
