// SPDX-License-Identifier: MIT

/**
 * The program around the pipeline: command line, HTTP servers, generations of routes and their reload, and all that
 * outlives a reload.
 */
package io.github.metricsserverprom.host;
