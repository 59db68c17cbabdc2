// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers of HTTP routes whose steps failed: plain text that says what is wrong, never a stack trace. Thread-safe. */
public final class FailurePage {

    private static final Logger LOG = LoggerFactory.getLogger(FailurePage.class);
    private static final String TEXT = "text/plain; charset=utf-8";

    /** 503 with the message of the exception just caught, which is written for operators. */
    public void unavailable(Exchange exchange) {
        answer(exchange, 503, caught(exchange).getMessage());
    }

    /** 400 with the message of the exception just caught, which is written for whoever asked. */
    public void badRequest(Exchange exchange) {
        answer(exchange, 400, caught(exchange).getMessage());
    }

    /** 500 with one line, and the whole story in the log. */
    public void broken(Exchange exchange) {
        Throwable caught = caught(exchange);
        String route = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, exchange.getFromRouteId(), String.class);
        LOG.error(
                "A route failed in a way that was not expected route={} exchange={}",
                route,
                exchange.getExchangeId(),
                caught);
        answer(
                exchange,
                500,
                "route " + route + " failed; the log of the exporter says why, look for exchange="
                        + exchange.getExchangeId());
    }

    private static Throwable caught(Exchange exchange) {
        return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    }

    private static void answer(Exchange exchange, int status, String text) {
        Message answer = new DefaultMessage(exchange);
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        answer.setHeader(Exchange.CONTENT_TYPE, TEXT);
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setBody(text + "\n");
        exchange.setMessage(answer);
    }
}
