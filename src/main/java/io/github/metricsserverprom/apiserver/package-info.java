// SPDX-License-Identifier: MIT

/**
 * Reading from an API server: one request, a deadline, a stream of JSON, and failures in words. The client itself
 * (credentials, TLS, connections) is fabric8's and comes from outside.
 */
package io.github.metricsserverprom.apiserver;
