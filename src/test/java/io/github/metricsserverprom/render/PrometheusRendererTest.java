// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.model.ClusterSnapshot;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.MessageHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusRendererTest {

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip"})
    void whatATracerReadsIsStillThereToBeSent(String encoding) {
        DefaultCamelContext context = new DefaultCamelContext();
        PrometheusRenderer renderer = new PrometheusRenderer();
        renderer.setCamelContext(context);
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(new ClusterSnapshot("", List.of(), List.of(), List.of(), 0, 0));
        exchange.getMessage().setHeader("Accept-Encoding", encoding);

        renderer.render(exchange);

        byte[] before = exchange.getMessage().getBody(byte[].class);
        MessageHelper.extractBodyForLogging(exchange.getMessage());
        assertThat(before).isNotEmpty();
        assertThat(exchange.getMessage().getBody(byte[].class)).isEqualTo(before);
    }
}
