// SPDX-License-Identifier: MIT

/** Joins the upstream reads of a scrape into one snapshot, by the key of the pod. */
package io.github.metricsserverprom.join;
