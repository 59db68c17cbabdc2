// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.exposition.PageBuffer;

/**
 * Gives a page the form in which the HTTP server sends it with the fewest copies. The host binds one that knows its
 * server; without one in the registry a page is an array of bytes, which every component of Camel takes.
 */
@FunctionalInterface
public interface PageCarrier {

    /**
     * The page as a message body. The buffer is not written to any more.
     *
     * @param unused to be run, once, when nobody reads the page any more, so that its memory can be used again; never if
     *     that is not known
     */
    Object body(PageBuffer page, Runnable unused);
}
