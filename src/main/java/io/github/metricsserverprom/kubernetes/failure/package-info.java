// SPDX-License-Identifier: MIT

/** What can go wrong on the way to a cluster, in words for the operator. */
package io.github.metricsserverprom.kubernetes.failure;
