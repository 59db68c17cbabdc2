// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.transport;

import io.github.metricsserverprom.kubernetes.proxy.ProxySettings;
import io.github.metricsserverprom.kubernetes.tls.TlsSettings;
import java.net.URI;
import java.time.Duration;

/**
 * Everything that decides which connections a transport makes: equal settings can share one.
 *
 * @param proxy null for a direct connection
 */
public record HttpSettings(URI server, TlsSettings tls, ProxySettings proxy, Duration connectTimeout) {}
