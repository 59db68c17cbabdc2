// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.metricsserverprom.apiserver.ClusterClients;
import io.github.metricsserverprom.apiserver.Deadline;
import io.github.metricsserverprom.testing.Expect;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Any text as the header with Prometheus' patience, and as the context that is asked for. */
final class ScrapeRequestTarget {

    private static final Pattern DECIMAL =
            Pattern.compile("([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?0*[0-9]{1,4})?", Pattern.DOTALL);
    private static final List<String> CONTEXTS = List.of("main", "other", "");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ScrapeStart scrape = new ScrapeStart();

    ScrapeRequestTarget() {
        context.getRegistry().bind("clients", new ClusterClients() {
            @Override
            public KubernetesClient client(String name) {
                throw new AssertionError("no client is needed");
            }

            @Override
            public List<String> contexts() {
                return CONTEXTS;
            }
        });
        scrape.setCamelContext(context);
        scrape.setMargin(Duration.ZERO);
        scrape.setMaxConcurrent(1);
    }

    void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Exchange timed = begin(ScrapeStart.TIMEOUT_HEADER, text);
        Duration total = timed.getProperty(Deadline.PROPERTY, Deadline.class).total();
        Duration expected = expected(text);
        Expect.that(total.minus(expected).abs().toNanos() <= 1000, () -> "a deadline of " + total + " for " + text);
        Exchange asked = begin(ScrapeStart.CONTEXT_PARAMETER, text);
        String found = asked == null ? null : asked.getProperty(ClusterClients.CONTEXT_PROPERTY, "main", String.class);
        Expect.equal("context", found, CONTEXTS.contains(text) ? text : null);
    }

    private static Duration expected(String text) {
        Duration usual = Duration.ofSeconds(10);
        if (text.length() > 32 || !DECIMAL.matcher(text).matches()) {
            return usual;
        }
        double seconds = new BigDecimal(text).doubleValue();
        return seconds >= 0.001 && seconds <= 3600 ? Duration.ofNanos((long) (seconds * 1e9)) : usual;
    }

    /** The exchange of a scrape that has begun, and gives back its place; null when its context is refused. */
    private Exchange begin(String header, String value) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(header, value);
        try {
            scrape.begin(exchange);
        } catch (UnknownContextException e) {
            String message = e.getMessage();
            Expect.that(message.length() < 300 && message.matches("\\p{Print}*"), () -> "not one line: " + message);
            return null;
        } catch (TooManyScrapesException e) {
            throw new AssertionError("a place was not given back", e);
        }
        exchange.getExchangeExtension().handoverCompletions().forEach(done -> done.onComplete(exchange));
        return exchange;
    }
}
