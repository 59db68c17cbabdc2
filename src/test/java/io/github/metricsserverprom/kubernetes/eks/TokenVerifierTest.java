// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the verifier, met by our tokens and broken by an edit of one of them. */
class TokenVerifierTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-03T04:05:06Z"), ZoneOffset.UTC);

    @Test
    void ourTokenMeetsEveryRule() {
        assertThat(TokenVerifier.verify(token("AAAA"), CLOCK)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://       | http://            | scheme",
                "sts.eu-west-1. | sts.evil.          | host",
                "amazonaws.com/ | amazonaws.com:444/ | host",
                "com/?          | com/x?             | path",
                "?Action        | ?Color=red&Action  | parameter",
                "?Action        | ?Version=1&Action  | duplicate",
                "?Action        | ?version=1&Action  | duplicate",
                "GetCaller      | DeleteCaller       | action",
                "x-k8s-aws-id   | x-other            | signed headers",
                "Expires=60     | Expires=61         | expires",
                "Expires=60     | Expires=-1         | expires",
                "20260203T0405  | 2026-0203T0405     | date",
                "20260203T0405  | 20260203T0345      | expired"
            })
    void editedTokenBreaksTheRule(String found, String replacement, String rule) {
        String url = new String(
                Base64.getUrlDecoder().decode(token("AAAA").substring("k8s-aws-v1.".length())), StandardCharsets.UTF_8);
        assertThat(url).contains(found);
        String edited = "k8s-aws-v1."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(url.replace(found, replacement).getBytes(StandardCharsets.UTF_8));
        assertThat(TokenVerifier.verify(edited, CLOCK)).contains(rule);
    }

    @Test
    void paddingPrefixAndSizeAreRules() {
        assertThat(TokenVerifier.verify(token("AAAA") + "=", CLOCK)).contains("padding");
        assertThat(TokenVerifier.verify("x" + token("AAAA"), CLOCK)).contains("prefix");
        assertThat(TokenVerifier.verify(token("A".repeat(4096)), CLOCK)).contains("size");
    }

    /** Session tokens of real roles run to some 1,100 characters, of which base64 makes a third more. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 1100, 2000})
    void sessionTokensOfUsualLengthFitWhateverTheirRemainder(int length) {
        assertThat(TokenVerifier.verify(token("A".repeat(length)), CLOCK)).isEmpty();
    }

    private static String token(String session) {
        Map<String, String> variables = Map.of(
                "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_SESSION_TOKEN", session);
        EksRequest request = new EksRequest("demo", "eu-west-1", null, null, null, "s");
        return new EksTokens(request, variables, URI.create("https://x"), Duration.ofSeconds(1), CLOCK)
                .get()
                .token();
    }
}
