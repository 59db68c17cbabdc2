// SPDX-License-Identifier: MIT
/** The fault matrix: what the packaged program makes of everything that can go wrong between it and API servers. */
package io.github.metricsserverprom.faults;
