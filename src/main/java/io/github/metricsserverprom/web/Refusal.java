// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

/** Why a request is not answered: as an HTTP status, as text for whoever asked, and as the label of a counter. */
enum Refusal {
    CREDENTIALS(401, "credentials", "unauthorized: the request has no credentials that can be read"),
    PASSWORD(401, "password", "unauthorized: wrong user or password"),
    TOKEN(401, "token", "unauthorized: the cluster does not know the bearer token"),
    RIGHTS(403, "rights", "forbidden: the cluster does not allow it to the user of the bearer token"),
    RATE(429, "rate", "too many requests: the web configuration file limits them (rate_limit)"),
    BUSY(503, "busy", "unavailable: too many credentials are being checked; try again"),
    REVIEW(
            503,
            "review",
            "unavailable: the cluster cannot be asked about the bearer token; the log of the exporter says" + " why");

    private final int status;
    private final String reason;
    private final String text;

    Refusal(int status, String reason, String text) {
        this.status = status;
        this.reason = reason;
        this.text = text;
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    String text() {
        return text;
    }
}
