// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.metricsapi.GoDuration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a web configuration file. The format is that of docs/web-configuration.md in prometheus/exporter-toolkit; keys are
 * checked as strictly as there.
 */
final class WebConfigReader {

    /** The headers that may be set, with the values that they may have; no values stand for any. */
    private static final Map<String, List<String>> HEADERS = headers();

    private final WebFiles files;
    private final Findings findings = new Findings();

    private WebConfigReader(WebFiles files) {
        this.files = files;
    }

    private static Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Content-Security-Policy", List.of());
        headers.put("X-Frame-Options", List.of("deny", "sameorigin"));
        headers.put("X-Content-Type-Options", List.of("nosniff"));
        headers.put("X-XSS-Protection", List.of());
        headers.put("Strict-Transport-Security", List.of());
        return headers;
    }

    /**
     * What was read, and what stands for the contents of all files that it was read from.
     *
     * @param config      what the file says
     * @param fingerprint differs when one of the files does
     */
    record Reading(WebConfig config, String fingerprint) {}

    /**
     * Reads a file and those that it names.
     *
     * @throws ConfigException with a line for each thing that is wrong: file, line, key, what was found and expected
     */
    static Reading read(Path file) throws ConfigException {
        WebFiles files = new WebFiles(file);
        WebConfig config = new WebConfigReader(files).read();
        return new Reading(config, files.fingerprint());
    }

    private WebConfig read() throws ConfigException {
        String text = new String(files.read(), StandardCharsets.UTF_8);
        YamlSection top = YamlSection.ofFile(
                files.file().toString(),
                text,
                List.of("tls_server_config", "http_server_config", "basic_auth_users", "rate_limit"),
                findings);
        findings.check();
        YamlSection http = top.section("http_server_config", List.of("http2", "headers"));
        Optional<TlsServerConfig> tls =
                new TlsServerConfigReader(top.section("tls_server_config", TlsServerConfigReader.KEYS), files).read();
        WebConfig config = new WebConfig(
                tls,
                http.flag("http2", true),
                headers(http.section("headers", HEADERS.keySet())),
                users(top.section("basic_auth_users", null)),
                rateLimit(top.section("rate_limit", List.of("interval", "burst"))));
        findings.check();
        return config;
    }

    private static Map<String, String> headers(YamlSection section) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : section.keys()) {
            String value = section.text(name);
            List<String> allowed = HEADERS.get(name);
            if (value.isEmpty()) {
                // "Unset if blank", says the documentation of the toolkit.
                continue;
            }
            if (!allowed.isEmpty() && !allowed.contains(value)) {
                section.wrong(name, "is '" + value + "', expected " + String.join(" or ", allowed));
            } else if (!value.matches("[\\x20-\\x7e\\t]*")) {
                section.wrong(name, "has characters that no header can have, expected one line of ASCII");
            } else {
                headers.put(name, value);
            }
        }
        return headers;
    }

    private static Map<String, PasswordHash> users(YamlSection section) {
        Map<String, PasswordHash> users = new LinkedHashMap<>();
        for (String user : section.keys()) {
            if (user.contains(":")) {
                section.wrong(user, "cannot be a user: a colon ends the name (RFC 7617)");
                continue;
            }
            try {
                users.put(user, PasswordHash.parse(section.text(user)));
            } catch (IllegalArgumentException e) {
                section.wrong(user, "is " + e.getMessage());
            }
        }
        return users;
    }

    private static Optional<RateLimit> rateLimit(YamlSection section) {
        String interval = section.text("interval");
        String burst = section.text("burst");
        long nanos = 0;
        try {
            nanos = interval.isEmpty() || interval.equals("0")
                    ? 0
                    : GoDuration.parse(interval).toNanos();
        } catch (DateTimeException e) {
            section.wrong("interval", "is '" + interval + "', expected a time such as 500ms, 10s or 1m");
        }
        if (!burst.matches("[0-9]{0,9}")) {
            section.wrong("burst", "is '" + burst + "', expected a whole number");
        } else if (nanos > 0 && (burst.isEmpty() || Integer.parseInt(burst) == 0)) {
            section.wrong("burst", "is 0, so that nobody would be answered; expected a whole number of 1 or more");
        } else if (nanos > 0) {
            return Optional.of(new RateLimit(nanos, Integer.parseInt(burst)));
        }
        return Optional.empty();
    }
}
