// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

import java.util.Map;

/**
 * Facts about the pods of a cluster at one moment.
 *
 * @param byKey the facts by namespace and name; not modified after construction
 */
public record PodFactsList(Map<PodKey, PodFacts> byKey) {}
