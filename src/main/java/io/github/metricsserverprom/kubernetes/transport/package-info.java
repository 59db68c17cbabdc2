// SPDX-License-Identifier: MIT

/**
 * The HTTP client under fabric8's clients. One {@code KubernetesClient} stays valid while the server, certificates and credentials below it
 * change: each request asks for the session of the moment.
 */
package io.github.metricsserverprom.kubernetes.transport;
