// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.OneLine;
import java.util.List;

/** A set of routes cannot be used. Each finding is one line for the operator: {@code file:line: message}. */
final class RoutesException extends Exception {

    private final transient List<String> findings;

    RoutesException(List<String> findings) {
        this(findings, null);
    }

    RoutesException(List<String> findings, Throwable cause) {
        this(cause, findings.stream().map(OneLine::of).toList());
    }

    private RoutesException(Throwable cause, List<String> findings) {
        super(String.join("\n", findings), cause);
        this.findings = findings;
    }

    List<String> findings() {
        return findings;
    }
}
