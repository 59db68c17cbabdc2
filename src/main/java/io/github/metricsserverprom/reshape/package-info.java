// SPDX-License-Identifier: MIT

/**
 * Steps for the place between join and render, by which operators change in YAML what a route publishes, and what the
 * recipes need beside them.
 */
package io.github.metricsserverprom.reshape;
