// SPDX-License-Identifier: MIT

/** Exact decimal numbers in the grammar of Kubernetes' resource quantities. Depends on nothing. */
package io.github.metricsserverprom.quantity;
