// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

/**
 * How often may be asked: {@code rate_limit}.
 *
 * @param intervalNanos time in which one more request is allowed
 * @param burst         requests that may come at once
 */
record RateLimit(long intervalNanos, int burst) {}
