// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import java.util.List;

/**
 * Loggers of libraries that print secrets at DEBUG or TRACE: the AWS SDK what it signs, fabric8 the headers of requests. Whoever sets up
 * logging keeps them at WARN whatever the level of the rest.
 */
public final class LoggersWithSecrets {

    /** Their names. */
    public static final List<String> NAMES =
            List.of("software.amazon.awssdk", "io.fabric8.kubernetes.client.http.HttpLoggingInterceptor");

    private LoggersWithSecrets() {}
}
