// SPDX-License-Identifier: MIT

/**
 * The data of one scrape, as records: what the metrics API says of nodes and pods, what the pods API says of pods, both
 * joined, and how each read went. This is what routes see between join and render; it knows nothing of Camel.
 */
package io.github.metricsserverprom.model;
