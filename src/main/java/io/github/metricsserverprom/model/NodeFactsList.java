// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import java.util.Map;

/**
 * Facts about the nodes of a cluster at one moment.
 *
 * @param byName the facts by the node's name; not modified after construction
 */
public record NodeFactsList(Map<String, NodeFacts> byName) implements UpstreamData {}
