// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.metricsserverprom.apiserver.Deadline;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrapeStartTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ScrapeStart scrape = new ScrapeStart();

    @ParameterizedTest(name = "{0} with a margin of {1} ms leaves {2} ms")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 500, 9500",
                "30, 500, 29500",
                "2.5, 500, 2000",
                "1, 500, 800",
                "0.1, 500, 80",
                "10, 0, 10000",
                "10, 9000, 8000",
                "3600, 500, 3599500",
                "0, 500, 9500",
                "-5, 500, 9500",
                "3601, 500, 9500",
                "1e99, 500, 9500",
                "NaN, 500, 9500",
                "soon, 500, 9500",
                "1d, 500, 9500",
                "0x1p3, 500, 9500",
                "' 5', 500, 9500",
                "'', 500, 9500",
                "00000000000000000000000000000000000001, 500, 9500"
            })
    void readsEndBeforeThePatienceOfTheClient(String header, long margin, long left) throws Exception {
        scrape.setMargin(Duration.ofMillis(margin));
        Exchange exchange = exchange();
        if (header != null) {
            exchange.getMessage().setHeader(ScrapeStart.TIMEOUT_HEADER, header);
        }

        scrape.begin(exchange);

        Deadline deadline = exchange.getProperty(Deadline.PROPERTY, Deadline.class);
        assertThat(deadline.total()).isEqualTo(Duration.ofMillis(left));
        assertThat(Duration.ofNanos(deadline.remainingNanos())).isLessThanOrEqualTo(deadline.total());
    }

    @Test
    void aPlaceIsFreeAgainWhenItsScrapeIsDone() throws Exception {
        scrape.setMaxConcurrent(2);
        Exchange first = exchange();
        scrape.begin(first);
        scrape.begin(exchange());

        assertThatThrownBy(() -> scrape.begin(exchange())).isInstanceOf(TooManyScrapesException.class);
        first.getExchangeExtension().handoverCompletions().forEach(done -> done.onComplete(first));
        scrape.begin(exchange());
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> scrape.setTimeout(Duration.ZERO))
                .hasMessage("timeout is PT0S, expected more than zero");
        assertThatThrownBy(() -> scrape.setMargin(Duration.ofMillis(-1)))
                .hasMessage("margin is PT-0.001S, expected zero or more");
        assertThatThrownBy(() -> scrape.setMaxConcurrent(0)).hasMessage("maxConcurrent is 0, expected 1 or more");
    }

    private Exchange exchange() {
        return new DefaultExchange(context);
    }
}
