// SPDX-License-Identifier: MIT

/** Helpers that tests of several packages share. */
package io.github.metricsserverprom.testing;
