// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.github.metricsserverprom.kubernetes.tls.PemSource;
import java.util.List;
import java.util.Set;

/**
 * How TLS is spoken: {@code tls_server_config} in the JDK's terms.
 *
 * @param certificate the certificate chain, leaf first
 * @param key         its private key
 * @param clientAuth  whether clients show certificates
 * @param authorities who may sign them; null for the authorities of the JDK
 * @param allowedSans subject alternative names of which a client's certificate must have one; empty for any
 * @param versions    the JDK's names of the versions of TLS that are spoken
 * @param suites      cipher suites in the order of preference
 * @param ownOrder    whether that order decides, and not the client's
 * @param groups      the JDK's names of the curves that are taken; empty for all that it has
 */
record TlsServerConfig(
        PemSource certificate,
        PemSource key,
        ClientAuthType clientAuth,
        PemSource authorities,
        Set<String> allowedSans,
        List<String> versions,
        List<String> suites,
        boolean ownOrder,
        Set<String> groups) {}
