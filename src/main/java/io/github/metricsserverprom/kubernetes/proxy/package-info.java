// SPDX-License-Identifier: MIT

/** Proxies on the way to an API server or a token provider. */
package io.github.metricsserverprom.kubernetes.proxy;
