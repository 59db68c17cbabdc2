// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The memory of pages that were sent, for the pages to come: a large page that is made anew with each scrape is most of
 * what a scrape allocates, and whatever of it is there when the collector comes is copied. Keeps a bounded amount;
 * what is not given back is left to the collector. Thread-safe.
 */
public final class PageMemory {

    /** Small enough that an array which is filled in part only wastes little of a page. */
    static final int ARRAY_BYTES = 1 << 16;

    private final Deque<byte[]> free = new ArrayDeque<>();
    private final long most;

    /** Keeps so many bytes at most between pages; 0 for nothing. */
    public PageMemory(long mostBytes) {
        this.most = mostBytes / ARRAY_BYTES;
    }

    /** An array of {@link #ARRAY_BYTES}; what is in it is of no meaning. */
    byte[] take() {
        byte[] known;
        synchronized (this) {
            known = free.pollLast();
        }
        return known != null ? known : new byte[ARRAY_BYTES];
    }

    /** Takes arrays back that nobody reads any more. */
    synchronized void giveBack(List<byte[]> arrays) {
        for (byte[] array : arrays) {
            if (free.size() < most) {
                free.addLast(array);
            }
        }
    }
}
