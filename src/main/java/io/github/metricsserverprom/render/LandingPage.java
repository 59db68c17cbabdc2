// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultMessage;

/** The page at {@code /}: links, the version, what is being read, and what is wrong. Thread-safe once started. */
public final class LandingPage implements CamelContextAware {

    /** Nothing but the page's own style may be loaded or run. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

    private final String template = template();
    private CamelContext camelContext;

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    /** Makes the body the page. */
    public void render(Exchange exchange) {
        ExporterStatus status = CamelContextHelper.findSingleByType(camelContext, ExporterStatus.class);
        BuildInfo build = BuildInfo.load();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Version", build.version() + (build.revision().isEmpty() ? "" : " (" + build.revision() + ")"));
        if (status != null) {
            facts.putAll(status.facts());
        }
        Message answer = new DefaultMessage(exchange);
        answer.setHeader(Exchange.CONTENT_TYPE, "text/html; charset=utf-8");
        answer.setHeader("Content-Security-Policy", POLICY);
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setBody(template.replace("${facts}", rows(facts))
                .replace("${problem}", problem(status == null ? "" : status.problem())));
        exchange.setMessage(answer);
    }

    private static String rows(Map<String, String> facts) {
        StringBuilder rows = new StringBuilder();
        facts.forEach((name, value) -> rows.append("<tr><th scope=\"row\">")
                .append(escape(name))
                .append("</th><td>")
                .append(escape(value))
                .append("</td></tr>\n"));
        return rows.toString();
    }

    private static String problem(String text) {
        return text.isEmpty()
                ? ""
                : "<section class=\"problem\" role=\"alert\"><h2>Needs attention</h2><pre>" + escape(text)
                        + "</pre></section>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replace("$", "&#36;");
    }

    private static String template() {
        try (InputStream file = LandingPage.class.getResourceAsStream("landing-page.html")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read landing-page.html of the jar", e);
        }
    }
}
