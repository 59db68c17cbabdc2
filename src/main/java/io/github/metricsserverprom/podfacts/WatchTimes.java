// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import java.time.Duration;

/**
 * The times by which a watch is run.
 *
 * @param page        how long a page of the whole list may take
 * @param silence     how long a connection may be silent before it counts as dead; an API server sends a bookmark about
 *                    once a minute (k8s.io/apiserver, storage/cacher, defaultBookmarkFrequency)
 * @param connection  how long the server is asked to keep one connection; half of it is added by chance, as in client-go
 *                    (tools/cache/reflector.go)
 * @param firstPause  the pause after a first failure; it doubles with each one that follows, up to {@code longestPause}
 * @param longestPause the longest pause after a failure
 * @param grace       how long what is known counts as current while the watch cannot be continued
 * @param outage      after so long without a watch the whole list is read again
 * @param refused     how long a cluster that does not allow watching is not asked for it again
 * @param unused      after so long without a scrape the watch is given up
 */
public record WatchTimes(
        Duration page,
        Duration silence,
        Duration connection,
        Duration firstPause,
        Duration longestPause,
        Duration grace,
        Duration outage,
        Duration refused,
        Duration unused) {

    /** What suits a cluster of any size. */
    public static final WatchTimes DEFAULT = new WatchTimes(
            Duration.ofSeconds(60),
            Duration.ofSeconds(150),
            Duration.ofMinutes(20),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15));

    /** The same with another {@code silence} and {@code grace}. */
    public WatchTimes with(Duration newSilence, Duration newGrace) {
        return new WatchTimes(
                page, newSilence, connection, firstPause, longestPause, newGrace, outage, refused, unused);
    }
}
