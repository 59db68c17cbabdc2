// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.metricsapi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of values in the metrics API that cannot be read: one log line for each place and value, not one for each scrape.
 * Remembers a bounded number of them. Thread-safe.
 */
public final class UnreadableValues {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableValues.class);
    private static final int REMEMBERED = 1000;
    private static final int LONGEST_VALUE = 80;

    private final Set<String> told = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    /**
     * Logs an unreadable value unless it was logged before.
     *
     * @param where what it belongs to: {@code pod=NAMESPACE/NAME container=NAME field=cpu}
     * @param value the value as found
     * @param why   what is wrong with it
     */
    void tell(String where, String value, String why) {
        String shown = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "..." : value;
        if (told.add(where + ' ' + shown)) {
            LOG.warn(
                    "Left out a value of the metrics API that cannot be read {} value=\"{}\" reason=\"{}\"",
                    line(where),
                    line(shown).replace("\"", "\\\""),
                    line(why).replace("\"", "\\\""));
        }
    }

    /** What the API server sent must not begin a line of its own in the log. */
    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
