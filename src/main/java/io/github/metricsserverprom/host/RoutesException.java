// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.OneLine;
import java.util.List;
import java.util.regex.Pattern;

/** A set of routes cannot be used. Each finding is one line for the operator: {@code file:line: message}. */
final class RoutesException extends Exception {

    private static final Pattern LONG = Pattern.compile("(\\S{100})\\S{100,}");

    private final transient List<String> findings;

    RoutesException(List<String> findings) {
        this(findings, null);
    }

    RoutesException(List<String> findings, Throwable cause) {
        this(
                cause,
                findings.stream().map(OneLine::of).map(RoutesException::brief).toList());
    }

    private RoutesException(Throwable cause, List<String> findings) {
        super(String.join("\n", findings), cause);
        this.findings = findings;
    }

    /** Words of a file that are too long to be words are cut; the place in front of the message is not. */
    private static String brief(String finding) {
        int place = finding.indexOf(": ") + 1;
        return finding.substring(0, place)
                + LONG.matcher(finding.substring(place)).replaceAll("$1...");
    }

    List<String> findings() {
        return findings;
    }
}
