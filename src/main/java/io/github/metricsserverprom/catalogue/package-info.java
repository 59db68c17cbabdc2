// SPDX-License-Identifier: MIT

/** The one table of metric families that a scrape page can have. */
package io.github.metricsserverprom.catalogue;
