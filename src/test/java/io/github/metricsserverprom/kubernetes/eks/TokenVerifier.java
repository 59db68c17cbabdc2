// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the verifier of EKS checks before it asks STS: the rules of {@code Verify} in aws-iam-authenticator's {@code pkg/token/token.go}.
 */
final class TokenVerifier {

    private static final int LONGEST = 1024 * 4;
    private static final Duration VALID = Duration.ofMinutes(15);
    private static final Set<String> PARAMETERS = Set.of(
            "action",
            "version",
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-expires",
            "x-amz-security-token",
            "x-amz-signature",
            "x-amz-signedheaders");
    private static final Pattern HOST = Pattern.compile(
            "sts(-fips)?(\\.[a-z]{2,4}(-[a-z]+)+-\\d+)?\\.(amazonaws\\.com"
                    + "|amazonaws\\.com\\.cn|amazonaws\\.eu|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)");

    private TokenVerifier() {}

    /** The first rule that is broken, empty for none. */
    static Optional<String> verify(String token, Clock clock) {
        if (token.length() > LONGEST) {
            return Optional.of("size");
        }
        if (!token.startsWith("k8s-aws-v1.")) {
            return Optional.of("prefix");
        }
        String encoded = token.substring("k8s-aws-v1.".length());
        if (!encoded.matches("[A-Za-z0-9_-]*")) {
            return Optional.of("padding");
        }
        URI url = URI.create(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
        if (!"https".equals(url.getScheme())) {
            return Optional.of("scheme");
        }
        if (!HOST.matcher(url.getAuthority()).matches()) {
            return Optional.of("host");
        }
        if (!"/".equals(url.getRawPath())) {
            return Optional.of("path");
        }
        return query(url.getRawQuery(), clock);
    }

    private static Optional<String> query(String query, Clock clock) {
        Map<String, String> values = new HashMap<>();
        for (String part : query.split("&")) {
            String name = part.substring(0, part.indexOf('=')).toLowerCase(Locale.ROOT);
            if (!PARAMETERS.contains(name)) {
                return Optional.of("parameter");
            }
            String value = URLDecoder.decode(part.substring(part.indexOf('=') + 1), StandardCharsets.UTF_8);
            if (values.put(name, value) != null) {
                return Optional.of("duplicate");
            }
        }
        if (!"GetCallerIdentity".equals(values.get("action"))) {
            return Optional.of("action");
        }
        List<String> signed =
                Arrays.asList(values.getOrDefault("x-amz-signedheaders", "").split(";"));
        if (!signed.contains("x-k8s-aws-id")) {
            return Optional.of("signed headers");
        }
        if (!values.getOrDefault("x-amz-expires", "").matches("[0-9]|[1-5][0-9]|60")) {
            return Optional.of("expires");
        }
        return date(values.getOrDefault("x-amz-date", ""), clock);
    }

    private static Optional<String> date(String date, Clock clock) {
        try {
            Instant signed = LocalDateTime.parse(date, DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"))
                    .toInstant(ZoneOffset.UTC);
            return signed.plus(VALID).isBefore(clock.instant()) ? Optional.of("expired") : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of("date");
        }
    }
}
