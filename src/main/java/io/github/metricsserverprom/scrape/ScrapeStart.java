// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import io.github.metricsserverprom.apiserver.ClusterClients;
import io.github.metricsserverprom.apiserver.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * First step of every route that answers a scrape ({@code bean: {ref: scrape, method: begin}}): gives the exchange its
 * deadline, the context it asks for, and keeps the number of scrapes at once within bounds.
 *
 * <p>The deadline is the {@code X-Prometheus-Scrape-Timeout-Seconds} header that Prometheus sends
 * (https://github.com/prometheus/prometheus, scrape/scrape.go), or {@code timeout} without it, minus {@code margin}, and
 * counts from the arrival of the request. Declared in YAML with its options; thread-safe after that.
 */
public final class ScrapeStart implements CamelContextAware {

    /** The header by which Prometheus tells how long it will wait, in seconds, as a decimal number. */
    public static final String TIMEOUT_HEADER = "X-Prometheus-Scrape-Timeout-Seconds";

    /** The query parameter that names a kubeconfig context. */
    public static final String CONTEXT_PARAMETER = "context";

    private static final Pattern DECIMAL = Pattern.compile("([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    /** A margin never takes more than this part of the time, so that short timeouts still leave time to work. */
    private static final double LARGEST_MARGIN = 0.2;

    private Duration timeout = Duration.ofSeconds(10);
    private Duration margin = Duration.ofMillis(500);
    private int maxConcurrent = 64;
    private volatile Semaphore places;
    private CamelContext camelContext;
    private volatile List<String> contexts = List.of();

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        ClusterClients clients = CamelContextHelper.findSingleByType(camelContext, ClusterClients.class);
        this.contexts = clients == null ? List.of() : clients.contexts();
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    /** How long a scrape may take when the request does not say; more than zero. */
    public void setTimeout(Duration timeout) {
        this.timeout = positive("timeout", timeout);
    }

    /** How much earlier than the client's timeout the reads end, to leave time for rendering and the network. */
    public void setMargin(Duration margin) {
        if (margin.isNegative()) {
            throw new IllegalArgumentException("margin is " + margin + ", expected zero or more");
        }
        this.margin = margin;
    }

    /** How many scrapes may be under way at once; one more is answered with 503. */
    public void setMaxConcurrent(int maxConcurrent) {
        if (maxConcurrent < 1) {
            throw new IllegalArgumentException("maxConcurrent is " + maxConcurrent + ", expected 1 or more");
        }
        this.maxConcurrent = maxConcurrent;
    }

    /**
     * Starts the scrape of this exchange.
     *
     * @throws TooManyScrapesException when the bound on scrapes at once is reached
     * @throws UnknownContextException when the query asks for a context that it may not ask for
     */
    public void begin(Exchange exchange) throws TooManyScrapesException, UnknownContextException {
        chooseContext(exchange);
        Semaphore taken = places();
        if (!taken.tryAcquire()) {
            throw new TooManyScrapesException(maxConcurrent);
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                taken.release();
            }
        });
        long arrival = System.nanoTime()
                - Duration.ofMillis(exchange.getClock().elapsed()).toNanos();
        Duration total = allowed(exchange.getMessage());
        exchange.setProperty(Deadline.PROPERTY, new Deadline(arrival + total.toNanos(), total));
    }

    /** {@code ?context=NAME}, in the manner of blackbox_exporter's {@code ?target=}; none stands for the chosen one. */
    private void chooseContext(Exchange exchange) throws UnknownContextException {
        String asked = exchange.getMessage().getHeader(CONTEXT_PARAMETER, String.class);
        if (asked == null) {
            return;
        }
        int index = contexts.indexOf(asked);
        if (index < 0) {
            throw new UnknownContextException(asked, contexts);
        }
        if (index > 0) {
            exchange.setProperty(ClusterClients.CONTEXT_PROPERTY, asked);
        }
    }

    private Semaphore places() {
        Semaphore current = places;
        if (current == null) {
            synchronized (this) {
                if (places == null) {
                    places = new Semaphore(maxConcurrent);
                }
                current = places;
            }
        }
        return current;
    }

    private Duration allowed(Message request) {
        Duration asked = seconds(request.getHeader(TIMEOUT_HEADER, String.class));
        Duration whole = asked == null ? timeout : asked;
        Duration cut = Duration.ofNanos((long) Math.min(margin.toNanos(), whole.toNanos() * LARGEST_MARGIN));
        return whole.minus(cut);
    }

    /** The header's value; null for none and for anything that is not a time between a millisecond and an hour. */
    private static Duration seconds(String header) {
        // What Java takes for a number besides (1d, 0x1p3, spaces around it) is none in a header.
        if (header == null || header.length() > 32 || !DECIMAL.matcher(header).matches()) {
            return null;
        }
        double seconds = Double.parseDouble(header);
        return seconds >= 0.001 && seconds <= 3600 ? Duration.ofNanos((long) (seconds * 1e9)) : null;
    }

    private static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is " + value + ", expected more than zero");
        }
        return value;
    }
}
