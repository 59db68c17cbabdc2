// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import java.util.Map;

/**
 * What the program around the pipeline can tell people about itself. The host binds one; without it (under Camel K) the
 * landing page says less. Thread-safe.
 */
public interface ExporterStatus {

    /** Facts by their names, in the order of the page: context, server, and the like. Never holds a secret. */
    Map<String, String> facts();

    /** What is wrong at present (a reload that failed, say), in words for the operator; empty when nothing is. */
    String problem();
}
