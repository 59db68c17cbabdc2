// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultMessage;

/** The page at {@code /}: links, the version, what is being read, and what is wrong. Thread-safe once started. */
public final class LandingPage implements CamelContextAware {

    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

    private final String template = template();
    private final String policy = policy(template);
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
        answer.setHeader("Content-Security-Policy", policy);
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Referrer-Policy", "no-referrer");
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

    /**
     * Nothing but the page's own style may be loaded or run; the style is named by its hash (Content Security Policy 3,
     * section 2.3.1).
     */
    private static String policy(String template) {
        Matcher style = STYLE.matcher(template);
        String text = style.find() ? style.group(1) : "";
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "default-src 'none'; style-src 'sha256-"
                    + Base64.getEncoder().encodeToString(hash)
                    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String template() {
        try (InputStream file = LandingPage.class.getResourceAsStream("landing-page.html")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read landing-page.html of the jar", e);
        }
    }
}
